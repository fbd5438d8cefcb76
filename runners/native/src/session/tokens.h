// Tokens on file descriptor 3, each of which requests a slice and gets one byte.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Whether file descriptor 3 is a socket. Must be asked before any file is opened.
bool tokens_are_there(void);
/// Blocks, without the loop. Ends the process where the other side is gone.
uint32_t token_read(void);
void token_answer(bool done);
