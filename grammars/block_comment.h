// The one thing of WIT and WAC that a regular expression cannot find: block comments that nest. A comment that is never closed reaches
// to the end of the text, so that the tree before it stays whole; the lexical rules report it.

#ifndef BLOCK_COMMENT_H_
#define BLOCK_COMMENT_H_

#include "tree_sitter/parser.h"

enum Token { BLOCK_COMMENT, BLOCK_DOC_COMMENT };

static bool is_blank(int32_t character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n' || character == 0xFEFF;
}

static bool scan_block_comment(TSLexer *lexer) {
  lexer->advance(lexer, false);
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

static bool scan(TSLexer *lexer, const bool *valid_symbols) {
  if (!valid_symbols[BLOCK_COMMENT] && !valid_symbols[BLOCK_DOC_COMMENT]) return false;
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
  return lexer->lookahead == '/' && scan_block_comment(lexer);
}

// Tree-sitter finds a scanner's functions by the name of its language. This one keeps no state from call to call.
#define BLOCK_COMMENT_SCANNER(language)                                                                             \
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
    return scan(lexer, valid_symbols);                                                                              \
  }

#endif
