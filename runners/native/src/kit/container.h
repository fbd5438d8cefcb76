// From a member to what it is a member of.
#pragma once
#include <stddef.h>

#define CONTAINER(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))
