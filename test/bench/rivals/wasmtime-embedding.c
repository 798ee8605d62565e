/*
 * Wasmtime as a C program embeds it: `boundary.wat` called by its exports, and functions of C behind its imports.
 *   wasmtime-embedding COMPONENT on|off
 * For each line `NAME TIMES` on standard input it crosses the boundary so many times and writes nanoseconds and the sum of the results.
 * What is used of the library's interface is declared here, as the Python package brings the library without its headers.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct engine engine;
typedef struct config config;
typedef struct store store;
typedef struct context context;
typedef struct component component;
typedef struct linker linker;
typedef struct linker_instance linker_instance;
typedef struct export_index export_index;
typedef struct func_type func_type;
typedef struct failure failure;

typedef struct {
	size_t size;
	char *data;
} text;

/* The largest member of the union is a variant: a text and a pointer. */
typedef struct {
	uint8_t kind;
	union {
		int32_t s32;
		uint32_t u32;
		text string;
		struct {
			text discriminant;
			void *value;
		} variant;
	} of;
} value;
enum { S32 = 5, U32 = 6, STRING = 12 };

typedef struct {
	uint64_t store_id;
	uint32_t private_index;
} instance;

typedef struct {
	struct {
		uint64_t store_id;
		uint32_t private_index;
	} owner;
	uint32_t private_index;
	void *private_pointer;
} func;

typedef failure *(*callback)(void *, context *, const func_type *, value *, size_t, value *, size_t);

config *wasm_config_new(void);
engine *wasm_engine_new_with_config(config *);
void wasmtime_config_concurrency_support_set(config *, bool);
store *wasmtime_store_new(engine *, void *, void (*)(void *));
context *wasmtime_store_context(store *);
failure *wasmtime_component_new(engine *, const uint8_t *, size_t, component **);
linker *wasmtime_component_linker_new(engine *);
linker_instance *wasmtime_component_linker_root(linker *);
failure *wasmtime_component_linker_instance_add_instance(linker_instance *, const char *, size_t, linker_instance **);
failure *wasmtime_component_linker_instance_add_func(linker_instance *, const char *, size_t, callback, void *, void (*)(void *));
void wasmtime_component_linker_instance_delete(linker_instance *);
failure *wasmtime_component_linker_instantiate(const linker *, context *, const component *, instance *);
export_index *wasmtime_component_get_export_index(const component *, const export_index *, const char *, size_t);
bool wasmtime_component_instance_get_func(const instance *, context *, const export_index *, func *);
failure *wasmtime_component_func_call(const func *, context *, const value *, size_t, value *, size_t);
void wasmtime_error_message(const failure *, text *);

static void expect(failure *failed) {
	if (failed == NULL) return;
	text message;
	wasmtime_error_message(failed, &message);
	fprintf(stderr, "%.*s\n", (int)message.size, message.data);
	exit(1);
}

static failure *add(void *data, context *in, const func_type *type, value *args, size_t count, value *results, size_t result_count) {
	results[0].kind = S32;
	results[0].of.s32 = (int32_t)((uint32_t)args[0].of.s32 + (uint32_t)args[1].of.s32);
	return NULL;
}

static failure *length(void *data, context *in, const func_type *type, value *args, size_t count, value *results, size_t result_count) {
	results[0].kind = U32;
	results[0].of.u32 = (uint32_t)args[0].of.string.size;
	return NULL;
}

static uint64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint8_t *contents(const char *path, size_t *size) {
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	uint8_t *bytes = malloc(*size);
	if (fread(bytes, 1, *size, file) != *size) exit(1);
	fclose(file);
	return bytes;
}

int main(int count, char **words) {
	if (count < 3) return 2;
	config *settings = wasm_config_new();
	if (strcmp(words[2], "off") == 0) wasmtime_config_concurrency_support_set(settings, false);
	engine *runs = wasm_engine_new_with_config(settings);
	context *in = wasmtime_store_context(wasmtime_store_new(runs, NULL, NULL));
	size_t size;
	uint8_t *bytes = contents(words[1], &size);
	component *compiled;
	expect(wasmtime_component_new(runs, bytes, size, &compiled));

	linker *links = wasmtime_component_linker_new(runs);
	linker_instance *root = wasmtime_component_linker_root(links), *host;
	const char *name = "bench:boundary/host";
	expect(wasmtime_component_linker_instance_add_instance(root, name, strlen(name), &host));
	expect(wasmtime_component_linker_instance_add_func(host, "add", 3, add, NULL, NULL));
	expect(wasmtime_component_linker_instance_add_func(host, "text", 4, length, NULL, NULL));
	wasmtime_component_linker_instance_delete(host);
	wasmtime_component_linker_instance_delete(root);
	instance made;
	expect(wasmtime_component_linker_instantiate(links, in, compiled, &made));

	char called[32];
	uint32_t times;
	static char words_of_text[] = "twenty-nine bytes of old text";
	while (scanf("%31s %u", called, &times) == 2) {
		func target;
		export_index *place = wasmtime_component_get_export_index(compiled, NULL, called, strlen(called));
		if (place == NULL || !wasmtime_component_instance_get_func(&made, in, place, &target)) return 1;
		value result = {.kind = U32};
		uint32_t sum = 0;
		uint64_t start = now();
		if (strcmp(called, "sum") == 0) {
			for (uint32_t index = 0; index < times; index++) {
				value args[2] = {{.kind = S32, .of.s32 = (int32_t)index}, {.kind = S32, .of.s32 = 1}};
				expect(wasmtime_component_func_call(&target, in, args, 2, &result, 1));
				sum += (uint32_t)result.of.s32;
			}
		} else if (strcmp(called, "length") == 0) {
			for (uint32_t index = 0; index < times; index++) {
				value args[1] = {{.kind = STRING, .of.string = {sizeof words_of_text - 1, words_of_text}}};
				expect(wasmtime_component_func_call(&target, in, args, 1, &result, 1));
				sum += result.of.u32;
			}
		} else {
			value args[1] = {{.kind = U32, .of.u32 = times}};
			expect(wasmtime_component_func_call(&target, in, args, 1, &result, 1));
			sum = result.of.u32;
		}
		printf("%llu %d\n", (unsigned long long)(now() - start), (int32_t)sum);
		fflush(stdout);
	}
	return 0;
}
