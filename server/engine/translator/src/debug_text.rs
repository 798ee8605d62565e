//! JSON from what `#[derive(Debug)]` writes, for data of Wasmtime that has no other written form.
//!
//! `Index(3)` of any name that ends so, and `Some(3)`, become `3`; `None` becomes `null`; `A` becomes `"A"`; `A(x)` and
//! `A { f: x }` become `{"A": x}` and `{"A": {"f": x}}`. Text of another shape becomes a string as it stands.

use serde_json::{Map, Value};

/// The JSON of one derived Debug text.
pub fn to_json(text: &str) -> Value {
    match value(text) {
        Some((value, "")) => value,
        _ => text.into(),
    }
}

/// A value at the start of `text`, and what comes after it.
fn value(text: &str) -> Option<(Value, &str)> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix('(') {
        let (inner, rest) = value(rest)?;
        let transparent = word.ends_with("Index") || word == "Some";
        let whole = if transparent { inner } else { Map::from_iter([(word.into(), inner)]).into() };
        return Some((whole, rest.strip_prefix(')')?));
    }
    if let Some(mut rest) = rest.strip_prefix(" { ") {
        let mut fields = Map::new();
        loop {
            let (name, after_name) = rest.split_once(": ")?;
            let (field, after_field) = value(after_name)?;
            fields.insert(name.into(), field);
            if let Some(end) = after_field.strip_prefix(" }") {
                return Some((Map::from_iter([(word.into(), fields.into())]).into(), end));
            }
            rest = after_field.strip_prefix(", ")?;
        }
    }
    let plain = match word {
        "" => return None,
        "None" => Value::Null,
        "true" => true.into(),
        "false" => false.into(),
        _ => word.parse::<u64>().map_or_else(|_| word.into(), Value::from),
    };
    Some((plain, rest))
}

#[cfg(test)]
mod tests {
    use super::to_json;
    use serde_json::json;

    #[test]
    fn indices_options_structs_and_tuples() {
        let text = "LowerImport { index: LoweredIndex(3), lower_ty: Some(TypeFuncIndex(0)), memory: None, ok: true }";
        assert_eq!(to_json(text), json!({"LowerImport": {"index": 3, "lower_ty": 0, "memory": null, "ok": true}}));
        assert_eq!(to_json("Trap"), json!("Trap"));
        assert_eq!(to_json("ResourceNew(2)"), json!({"ResourceNew": 2}));
    }

    #[test]
    fn other_shapes_stay_text() {
        assert_eq!(to_json("[1, 2]"), json!("[1, 2]"));
        assert_eq!(to_json(""), json!(""));
    }
}
