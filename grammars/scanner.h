// What regular expressions cannot find in WIT and WAC: block comments, which nest, and the place where an unfinished item ends because the
// next one starts.

#ifndef WIT_SCANNER_H_
#define WIT_SCANNER_H_

#include "tree_sitter/parser.h"

enum Token { BLOCK_COMMENT, BLOCK_DOC_COMMENT, UNFINISHED, UNFINISHED_LIST, NO_NAME, END_OF_TEXT, RECOVERING };

static bool is_blank(int32_t character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n' || character == 0xFEFF;
}

static bool is_letter(int32_t character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// Any character outside of ASCII counts as a part of a word: such a word is no keyword either way.
static bool continues_word(int32_t character) {
  return is_letter(character) || (character >= '0' && character <= '9') || character == '-' || character == '_' ||
         character > 0x7F;
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
}

// Reads a comment from behind its `/`. One that is never closed reaches to the end of the text, so that the tree before it stays whole; the
// lexical rules report it.
static bool scan_block_comment(TSLexer *lexer) {
  if (lexer->lookahead != '*') return false;
  lexer->advance(lexer, false);

  // `/**` opens documentation, unless it is `/**/` (empty) or `/***` (a ruler).
  lexer->result_symbol = BLOCK_COMMENT;
  bool after_star = false;
  if (lexer->lookahead == '*') {
    lexer->advance(lexer, false);
    after_star = true;
    if (lexer->lookahead != '*' && lexer->lookahead != '/') lexer->result_symbol = BLOCK_DOC_COMMENT;
  }

  unsigned depth = 1;
  while (depth > 0 && !lexer->eof(lexer)) {
    int32_t character = lexer->lookahead;
    lexer->advance(lexer, false);
    if (character == '/' && after_star) {
      depth--;
      after_star = false;
    } else if (character == '/' && lexer->lookahead == '*') {
      lexer->advance(lexer, false);
      depth++;
      after_star = false;
    } else {
      after_star = character == '*';
    }
  }
  lexer->mark_end(lexer);
  return true;
}

#define LONGEST_KEYWORD 11

// Reads a word into `word`, as far as it fits: no keyword is longer than that.
static void read_word(TSLexer *lexer, char word[LONGEST_KEYWORD + 2]) {
  unsigned length = 0;
  while (continues_word(lexer->lookahead)) {
    if (length <= LONGEST_KEYWORD) word[length++] = lexer->lookahead > 0x7F ? '?' : (char)lexer->lookahead;
    lexer->advance(lexer, false);
  }
  word[length] = '\0';
}

static bool same(const char *left, const char *right) {
  while (*left != '\0' && *left == *right) left++, right++;
  return *left == *right;
}

static bool is_one_of(const char *word, const char *const *words, unsigned count) {
  for (unsigned i = 0; i < count; i++)
    if (same(word, words[i])) return true;
  return false;
}

#define COUNT(words) (sizeof(words) / sizeof(words[0]))

// Keywords that stand at the start of an item and nowhere else. `interface` does too, in `x: interface {`.
static const char *const ITEM_WORDS[] = {"constructor", "enum",   "export",   "flags", "import",  "include", "package",
                                         "record",      "resource", "type",   "use",   "variant", "world"};
static const char *const FUNCTION_WORDS[] = {"async", "func", "static"};
static const char *const ACCESSOR_WORDS[] = {"get", "set"};

// Whether an item starts here, with what stands before it on its line known. What was read is not part of any token.
static bool starts_item(TSLexer *lexer, bool first_on_line, const char *statement_word) {
  char word[LONGEST_KEYWORD + 2];
  if (lexer->lookahead == '@') {
    lexer->advance(lexer, false);
    return is_letter(lexer->lookahead);
  }
  bool escaped = lexer->lookahead == '%';
  if (escaped) lexer->advance(lexer, false);
  if (!is_letter(lexer->lookahead)) return false;
  read_word(lexer, word);
  if (!escaped) {
    if (is_one_of(word, ITEM_WORDS, COUNT(ITEM_WORDS)) || same(word, statement_word)) return true;
    if (same(word, "interface")) {
      skip_blanks(lexer);
      return is_letter(lexer->lookahead) || lexer->lookahead == '%';
    }
  }
  // `name: func`: on a line of its own, since it may also be what `import` is followed by.
  if (!first_on_line) return false;
  skip_blanks(lexer);
  if (lexer->lookahead != ':') return false;
  lexer->advance(lexer, false);
  skip_blanks(lexer);
  read_word(lexer, word);
  if (is_one_of(word, FUNCTION_WORDS, COUNT(FUNCTION_WORDS))) return true;
  if (!is_one_of(word, ACCESSOR_WORDS, COUNT(ACCESSOR_WORDS))) return false;
  skip_blanks(lexer);
  return lexer->lookahead == '(';
}

static bool scan(TSLexer *lexer, const bool *valid_symbols, const char *statement_word) {
  bool recovering = valid_symbols[RECOVERING];
  bool may_be_unfinished = !recovering && (valid_symbols[UNFINISHED] || valid_symbols[UNFINISHED_LIST] || valid_symbols[NO_NAME]);
  bool first_on_line = false;
  bool after_comment = false;
  // The end of the token is here, whatever is read from now on: `unfinished` has no width, and stands before the next item's comments.
  lexer->mark_end(lexer);
  for (;;) {
    while (is_blank(lexer->lookahead)) {
      if (lexer->lookahead == '\n') first_on_line = true;
      lexer->advance(lexer, true);
    }
    if (lexer->lookahead != '/') break;
    lexer->advance(lexer, false);
    if (lexer->lookahead == '*') return !after_comment && scan_block_comment(lexer);
    if (lexer->lookahead != '/' || !may_be_unfinished) return false;
    after_comment = true;
    while (lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, false);
  }
  if (lexer->eof(lexer) && valid_symbols[END_OF_TEXT] && !recovering) {
    lexer->result_symbol = END_OF_TEXT;
    return true;
  }
  if (!may_be_unfinished) return false;
  if (valid_symbols[NO_NAME]) {
    lexer->result_symbol = NO_NAME;
    if (!continues_word(lexer->lookahead) && lexer->lookahead != '%') return true;
  } else {
    // Where both are valid, a `}` may be what the list waits for.
    lexer->result_symbol = valid_symbols[UNFINISHED_LIST] ? UNFINISHED_LIST : UNFINISHED;
    if (lexer->eof(lexer)) return true;
    if (lexer->lookahead == '}') return lexer->result_symbol == UNFINISHED;
  }
  return starts_item(lexer, first_on_line, statement_word);
}

// Tree-sitter finds a scanner's functions by the name of its language. This one keeps no state from call to call. `statement_word` is a
// keyword that starts an item in this language only.
#define SCANNER(language, statement_word)                                                                           \
  void *tree_sitter_##language##_external_scanner_create(void) { return NULL; }                                     \
  void tree_sitter_##language##_external_scanner_destroy(void *payload) { (void)payload; }                          \
  unsigned tree_sitter_##language##_external_scanner_serialize(void *payload, char *buffer) {                       \
    (void)payload;                                                                                                  \
    (void)buffer;                                                                                                   \
    return 0;                                                                                                       \
  }                                                                                                                 \
  void tree_sitter_##language##_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {  \
    (void)payload;                                                                                                  \
    (void)buffer;                                                                                                   \
    (void)length;                                                                                                   \
  }                                                                                                                 \
  bool tree_sitter_##language##_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {   \
    (void)payload;                                                                                                  \
    return scan(lexer, valid_symbols, statement_word);                                                              \
  }

#endif
