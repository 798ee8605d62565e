//! Faults from the errors of the crates inside.

use crate::{Fault, Label};

impl Fault {
    /// A fault of one sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Fault { message: message.into(), help: None, labels: Vec::new(), causes: Vec::new() }
    }

    pub fn with_help(self, help: impl Into<String>) -> Self {
        Fault { help: Some(help.into()), ..self }
    }

    pub fn with_label(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }
}

/// wac's errors: message, help and labels are all in the diagnostic; the primary label comes first.
pub fn from_diagnostic(error: impl miette::Diagnostic) -> Fault {
    let mut labels: Vec<_> = error.labels().into_iter().flatten().collect();
    labels.sort_by_key(|label| !label.primary());
    Fault {
        message: error.to_string(),
        help: error.help().map(|help| help.to_string()),
        labels: labels.into_iter().map(from_span).collect(),
        causes: causes(std::error::Error::source(&error)),
    }
}

fn from_span(span: miette::LabeledSpan) -> Label {
    Label {
        path: None,
        start: span.offset() as u32,
        end: (span.offset() + span.len()) as u32,
        text: span.label().map(str::to_string),
    }
}

/// An error with the chain of its causes.
pub fn from_error(error: anyhow::Error) -> Fault {
    Fault { causes: causes(error.source()), ..Fault::new(error.to_string()) }
}

/// The messages of a chain of errors, from the outer to the inner.
pub fn causes(first: Option<&dyn std::error::Error>) -> Vec<String> {
    std::iter::successors(first, |error| error.source()).map(ToString::to_string).collect()
}
