/* SPDX-License-Identifier: MIT */
#include "error.h"

typedef struct ErrorText {
    const char *code;
    const char *sentence;
    int status;
} ErrorText;

static const ErrorText texts[HTTP_ERROR_COUNT] = {{"ok", "the request is acceptable", 200},
#define X(name, code, status, sentence) {code, sentence, status},
                                                  HTTP_ERRORS(X)
#undef X
};

static const ErrorText *text_of(HttpError error)
{
    static const ErrorText unknown = {"unknown", "unknown error", 400};
    return (unsigned)error < HTTP_ERROR_COUNT ? &texts[error] : &unknown;
}

const char *http_error_code(HttpError error)
{
    return text_of(error)->code;
}

const char *http_error_sentence(HttpError error)
{
    return text_of(error)->sentence;
}

int http_error_status(HttpError error)
{
    return text_of(error)->status;
}
