/* SPDX-License-Identifier: MIT */
#include <bytes/adopt.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "poison.h"
#include "storage_internal.h"

static_assert(sizeof(BytesControl) == STORAGE_CONTROL_SIZE, "a control block has the size that is given back");
static_assert(_Alignof(AdoptedStorage) <= _Alignof(BytesControl), "a control block is aligned for its contents");

static Bytes adopt(AdoptedStorage *adopted, BytesAllocator *allocator, enum StorageKind kind, void *data, size_t len,
                   enum BytesAccess access, BytesRelease *release, void *context)
{
    storage_init(&adopted->header, allocator, len, storage_pack(kind, access == BYTES_WRITABLE, 0));
    adopted->data = data;
    adopted->release = release;
    adopted->context = context;
    Bytes out = {data, len, &adopted->header, BYTES_WEIGHT_WHOLE_ BYTES_NO_BIRTH_};
    BYTES_BORN_(&out);
    return out;
}

/* An empty view pins nothing, so the memory goes back at once; the view keeps its address, which nothing reads. */
static NOT_INLINE Bytes adopt_nothing(void *data, size_t size, BytesRelease *release, void *context)
{
    const Bytes out = bytes_detached_(data);
    if (release != NULL) {
        release(data, size, context);
    }
    return out;
}

int bytes_adopt_in(BytesAllocator *allocator, void *data, size_t len, enum BytesAccess access, BytesRelease *release,
                   void *context, Bytes *out)
{
    if (len == 0) {
        *out = adopt_nothing(data, 0, release, context);
        return 0;
    }
    if (len > STORAGE_SIZE_MAX) {
        return BYTES_EOVERFLOW;
    }
    AdoptedStorage *const adopted = allocator_allocate(allocator, STORAGE_CONTROL_SIZE);
    if (adopted == NULL) {
        return BYTES_ENOMEM;
    }
    *out = adopt(adopted, allocator, STORAGE_ADOPTED, data, len, access, release, context);
    return 0;
}

int bytes_adopt(void *data, size_t len, enum BytesAccess access, BytesRelease *release, void *context, Bytes *out)
{
    return bytes_adopt_in(NULL, data, len, access, release, context, out);
}

Bytes bytes_adopt_with_control(BytesControl *control, void *data, size_t len, enum BytesAccess access,
                               BytesRelease *release, void *context)
{
    if (len == 0) {
        return adopt_nothing(data, 0, release, context);
    }
    if (len > STORAGE_SIZE_MAX) {
        bytes_abort_range_("bytes_adopt_with_control", 0, len, STORAGE_SIZE_MAX);
    }
    /* Cast: size and alignment are asserted above, and the control block's contents are the library's. */
    return adopt((AdoptedStorage *)(void *)control, NULL, STORAGE_ADOPTED_WITH, data, len, access, release, context);
}

static_assert(sizeof(BytesFree *) == sizeof(void *), "the address of a function fits a context");

/* Copied and not cast: C has no conversion between addresses of functions and of objects. */
static void release_by_address(void *data, size_t len, void *context)
{
    (void)len;
    BytesFree *release;
    memcpy(&release, &context, sizeof(release));
    release(data);
}

int bytes_adopt_free(void *data, size_t len, enum BytesAccess access, BytesFree *release, Bytes *out)
{
    void *context;
    memcpy(&context, &release, sizeof(context));
    return bytes_adopt(data, len, access, release != NULL ? release_by_address : NULL, context, out);
}

/* Not through release_by_address(): that costs a few instructions more. */
static void release_malloc(void *data, size_t len, void *context)
{
    (void)len;
    (void)context;
    free(data);
}

int bytes_adopt_malloc(void *data, size_t len, Bytes *out)
{
    return bytes_adopt_in(NULL, data, len, BYTES_WRITABLE, release_malloc, NULL, out);
}

int bytes_adopt_capacity(void *data, size_t len, size_t capacity, BytesRelease *release, void *context, Bytes *out)
{
    if (len > capacity) {
        return BYTES_ERANGE;
    }
    if (len == 0) {
        *out = adopt_nothing(data, capacity, release, context);
        return 0;
    }
    const int error = bytes_adopt(data, capacity, BYTES_WRITABLE, release, context, out);
    if (error == 0) {
        out->len = len;
    }
    return error;
}

/* Adopted from the program. */
static inline bool was_adopted(const BytesStorage *storage)
{
    return storage_is_adopted(storage) && !storage_is_isolated(storage);
}

/* The adopted storage that has the view's bytes, or NULL. */
static AdoptedStorage *adopted_storage(const Bytes *self)
{
    BytesStorage *const storage = self->storage != NULL ? storage_with_bytes(self->storage) : NULL;
    /* Cast: this kind of header is the first member of one. */
    return storage != NULL && was_adopted(storage) ? (AdoptedStorage *)storage : NULL;
}

bool bytes_is_adopted(const Bytes *self)
{
    return adopted_storage(self) != NULL;
}

int bytes_adopted_context(const Bytes *self, BytesRelease *release, void **out)
{
    const AdoptedStorage *const adopted = adopted_storage(self);
    if (adopted == NULL || adopted->release != release) {
        return BYTES_ENOTSUP;
    }
    *out = adopted->context;
    return 0;
}

int bytes_steal(Bytes *self, BytesStolen *out)
{
    BytesStorage *const storage = self->storage;
    if (storage == NULL || !was_adopted(storage)) {
        return BYTES_ENOTSUP;
    }
    if (!storage_is_unique(storage, self->weight)) {
        return BYTES_EBUSY;
    }
    AdoptedStorage *const adopted = (AdoptedStorage *)storage; /* cast: adopted */
    out->data = adopted->data;
    out->size = storage->size;
    out->offset = storage_offset_of(storage, self->data);
    out->len = self->len;
    out->release = adopted->release;
    out->context = adopted->context;
    if (storage_is_writable(storage)) {
        poison_show_contents(adopted->data, storage->size);
    }
    BYTES_DIES_(self);
    storage_free_control(adopted);
    *self = bytes_detached_(NULL);
    return 0;
}
