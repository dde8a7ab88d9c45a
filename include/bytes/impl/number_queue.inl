/* SPDX-License-Identifier: MIT */
/**
 * @file number_queue.inl
 * Numbers in a queue: part of queue_number.h, which explains their names, results and costs.
 * Written by src/numbers.py; do not edit.
 */
#ifndef BYTES_IMPL_NUMBER_QUEUE_INL
#define BYTES_IMPL_NUMBER_QUEUE_INL

/** @name Numbers in a queue
 * @{ */

/** Read a `uint8_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u8(const BytesQueue *self, size_t offset, uint8_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a `uint8_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u8(BytesQueue *self, uint8_t *out)
{
    uint8_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u8(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a `uint8_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u8(BytesQueue *self, uint8_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read an `int8_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i8(const BytesQueue *self, size_t offset, int8_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take an `int8_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i8(BytesQueue *self, int8_t *out)
{
    int8_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i8(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append an `int8_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i8(BytesQueue *self, int8_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u16_be(const BytesQueue *self, size_t offset, uint16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be16_(window.data);
    return true;
}

/** Take a big-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u16_be(BytesQueue *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u16_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u16_be(BytesQueue *self, uint16_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be16_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u16_le(const BytesQueue *self, size_t offset, uint16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le16_(window.data);
    return true;
}

/** Take a little-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u16_le(BytesQueue *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u16_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u16_le(BytesQueue *self, uint16_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le16_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u16_ne(const BytesQueue *self, size_t offset, uint16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u16_ne(BytesQueue *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u16_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u16_ne(BytesQueue *self, uint16_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i16_be(const BytesQueue *self, size_t offset, int16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint16_t raw = bytes_load_be16_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i16_be(BytesQueue *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i16_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i16_be(BytesQueue *self, int16_t value)
{
    uint16_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be16_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i16_le(const BytesQueue *self, size_t offset, int16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint16_t raw = bytes_load_le16_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i16_le(BytesQueue *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i16_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i16_le(BytesQueue *self, int16_t value)
{
    uint16_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le16_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i16_ne(const BytesQueue *self, size_t offset, int16_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i16_ne(BytesQueue *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i16_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int16_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i16_ne(BytesQueue *self, int16_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u32_be(const BytesQueue *self, size_t offset, uint32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be32_(window.data);
    return true;
}

/** Take a big-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u32_be(BytesQueue *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u32_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u32_be(BytesQueue *self, uint32_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u32_le(const BytesQueue *self, size_t offset, uint32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le32_(window.data);
    return true;
}

/** Take a little-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u32_le(BytesQueue *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u32_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u32_le(BytesQueue *self, uint32_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u32_ne(const BytesQueue *self, size_t offset, uint32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u32_ne(BytesQueue *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u32_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u32_ne(BytesQueue *self, uint32_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i32_be(const BytesQueue *self, size_t offset, int32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_be32_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i32_be(BytesQueue *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i32_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i32_be(BytesQueue *self, int32_t value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i32_le(const BytesQueue *self, size_t offset, int32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_le32_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i32_le(BytesQueue *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i32_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i32_le(BytesQueue *self, int32_t value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i32_ne(const BytesQueue *self, size_t offset, int32_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i32_ne(BytesQueue *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i32_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int32_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i32_ne(BytesQueue *self, int32_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u64_be(const BytesQueue *self, size_t offset, uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be64_(window.data);
    return true;
}

/** Take a big-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u64_be(BytesQueue *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u64_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u64_be(BytesQueue *self, uint64_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u64_le(const BytesQueue *self, size_t offset, uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le64_(window.data);
    return true;
}

/** Take a little-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u64_le(BytesQueue *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u64_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u64_le(BytesQueue *self, uint64_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(bytes_queue_end_(self), value);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_u64_ne(const BytesQueue *self, size_t offset, uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_u64_ne(BytesQueue *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_u64_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_u64_ne(BytesQueue *self, uint64_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i64_be(const BytesQueue *self, size_t offset, int64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_be64_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i64_be(BytesQueue *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i64_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i64_be(BytesQueue *self, int64_t value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i64_le(const BytesQueue *self, size_t offset, int64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_le64_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i64_le(BytesQueue *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i64_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i64_le(BytesQueue *self, int64_t value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_i64_ne(const BytesQueue *self, size_t offset, int64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_i64_ne(BytesQueue *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_queue_peek_i64_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int64_t`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_i64_ne(BytesQueue *self, int64_t value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f32_be(const BytesQueue *self, size_t offset, float *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_be32_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f32_be(BytesQueue *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_queue_peek_f32_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `float`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f32_be(BytesQueue *self, float value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f32_le(const BytesQueue *self, size_t offset, float *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_le32_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f32_le(BytesQueue *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_queue_peek_f32_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `float`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f32_le(BytesQueue *self, float value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f32_ne(const BytesQueue *self, size_t offset, float *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f32_ne(BytesQueue *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_queue_peek_f32_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `float`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f32_ne(BytesQueue *self, float value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f64_be(const BytesQueue *self, size_t offset, double *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_be64_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f64_be(BytesQueue *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_queue_peek_f64_be(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `double`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f64_be(BytesQueue *self, double value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a little-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f64_le(const BytesQueue *self, size_t offset, double *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_le64_(window.data);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f64_le(BytesQueue *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_queue_peek_f64_le(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `double`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f64_le(BytesQueue *self, double value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(bytes_queue_end_(self), raw);
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a native-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_f64_ne(const BytesQueue *self, size_t offset, double *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, sizeof(*out), scratch);
    if (window.len < sizeof(*out)) {
        return false;
    }
    memcpy(out, window.data, sizeof(*out));
    return true;
}

/** Take a native-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_f64_ne(BytesQueue *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_queue_peek_f64_ne(self, 0, &value))) {
        return false;
    }
    bytes_queue_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `double`. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_f64_ne(BytesQueue *self, double value)
{
    const int error = bytes_queue_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(bytes_queue_end_(self), &value, sizeof(value));
    bytes_queue_extend_(self, sizeof(value));
    return 0;
}

/** Read a big-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_uint_be(const BytesQueue *self, size_t offset, size_t width,
                                                           uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, width, scratch);
    if (!bytes_is_width_(width) || window.len < width) {
        return false;
    }
    *out = bytes_load_be_(window.data, width);
    return true;
}

/** Take a big-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_uint_be(BytesQueue *self, size_t width, uint64_t *out)
{
    if (!bytes_queue_peek_uint_be(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a big-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_uint_be(BytesQueue *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_be_(bytes_queue_end_(self), width, value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read a little-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_uint_le(const BytesQueue *self, size_t offset, size_t width,
                                                           uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, width, scratch);
    if (!bytes_is_width_(width) || window.len < width) {
        return false;
    }
    *out = bytes_load_le_(window.data, width);
    return true;
}

/** Take a little-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or
 * @p width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_uint_le(BytesQueue *self, size_t width, uint64_t *out)
{
    if (!bytes_queue_peek_uint_le(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a little-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_uint_le(BytesQueue *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_le_(bytes_queue_end_(self), width, value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read a native-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_uint_ne(const BytesQueue *self, size_t offset, size_t width,
                                                           uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, width, scratch);
    if (!bytes_is_width_(width) || window.len < width) {
        return false;
    }
    *out = bytes_load_ne_(window.data, width);
    return true;
}

/** Take a native-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or
 * @p width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_uint_ne(BytesQueue *self, size_t width, uint64_t *out)
{
    if (!bytes_queue_peek_uint_ne(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a native-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_uint_ne(BytesQueue *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_ne_(bytes_queue_end_(self), width, value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read a big-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p width
 * is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_int_be(const BytesQueue *self, size_t offset, size_t width,
                                                          int64_t *out)
{
    uint64_t value;
    if (!bytes_queue_peek_uint_be(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a big-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_int_be(BytesQueue *self, size_t width, int64_t *out)
{
    if (!bytes_queue_peek_int_be(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a big-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_int_be(BytesQueue *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_be_(bytes_queue_end_(self), width, (uint64_t)value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read a little-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_int_le(const BytesQueue *self, size_t offset, size_t width,
                                                          int64_t *out)
{
    uint64_t value;
    if (!bytes_queue_peek_uint_le(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a little-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_int_le(BytesQueue *self, size_t width, int64_t *out)
{
    if (!bytes_queue_peek_int_le(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a little-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_int_le(BytesQueue *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_le_(bytes_queue_end_(self), width, (uint64_t)value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read a native-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_peek_int_ne(const BytesQueue *self, size_t offset, size_t width,
                                                          int64_t *out)
{
    uint64_t value;
    if (!bytes_queue_peek_uint_ne(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a native-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_queue_get_int_ne(BytesQueue *self, size_t width, int64_t *out)
{
    if (!bytes_queue_peek_int_ne(self, 0, width, out)) {
        return false;
    }
    bytes_queue_advance(self, width);
    return true;
}

/** Append a native-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_int_ne(BytesQueue *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_ne_(bytes_queue_end_(self), width, (uint64_t)value);
    bytes_queue_extend_(self, width);
    return 0;
}

/** Read an unsigned LEB128 integer at @p offset. @return Its size, 1 to 10; 0 if it is not all there; #BYTES_EINVAL or
 * #BYTES_ERANGE if it is malformed. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_peek_leb128(const BytesQueue *self, size_t offset, uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, BYTES_NUMBER_LEB128_, scratch);
    return bytes_leb128_decode_(window.data, window.len, out);
}

/** Take an unsigned LEB128 integer off the front. @return Its size, 1 to 10; 0 if it is not all there; #BYTES_EINVAL or
 * #BYTES_ERANGE if it is malformed; only what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_get_leb128(BytesQueue *self, uint64_t *out)
{
    const int size = bytes_queue_peek_leb128(self, 0, out);
    if (size > 0) {
        bytes_queue_advance(self, (size_t)size);
    }
    return size;
}

/** Read a signed integer in zig-zag LEB128 at @p offset. @return Its size, 1 to 10; 0 if it is not all there;
 * #BYTES_EINVAL or #BYTES_ERANGE if it is malformed. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_peek_leb128_zigzag(const BytesQueue *self, size_t offset, int64_t *out)
{
    uint64_t value;
    const int size = bytes_queue_peek_leb128(self, offset, &value);
    if (size > 0) {
        *out = bytes_zigzag_decode_(value);
    }
    return size;
}

/** Take a signed integer in zig-zag LEB128 off the front. @return Its size, 1 to 10; 0 if it is not all there;
 * #BYTES_EINVAL or #BYTES_ERANGE if it is malformed; only what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_get_leb128_zigzag(BytesQueue *self, int64_t *out)
{
    const int size = bytes_queue_peek_leb128_zigzag(self, 0, out);
    if (size > 0) {
        bytes_queue_advance(self, (size_t)size);
    }
    return size;
}

/** Read a QUIC variable-length integer at @p offset. @return Its size, 1, 2, 4 or 8; 0 if it is not all there. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_peek_quic_varint(const BytesQueue *self, size_t offset, uint64_t *out)
{
    uint8_t scratch[BYTES_NUMBER_MAX_];
    BytesSpan window = bytes_queue_window_(self, offset, 1, scratch);
    if (window.len != 0) { /* the first byte gives the width */
        window = bytes_queue_window_(self, offset, bytes_quic_varint_width_(window.data[0]), scratch);
    }
    return bytes_quic_varint_decode_(window.data, window.len, out);
}

/** Take a QUIC variable-length integer off the front. @return Its size, 1, 2, 4 or 8; 0 if it is not all there; only
 * what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_get_quic_varint(BytesQueue *self, uint64_t *out)
{
    const int size = bytes_queue_peek_quic_varint(self, 0, out);
    if (size > 0) {
        bytes_queue_advance(self, (size_t)size);
    }
    return size;
}

/** Append an unsigned LEB128 integer. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_leb128(BytesQueue *self, uint64_t value)
{
    if (BYTES_LIKELY(value < 0x80)) {
        return bytes_queue_put_u8(self, (uint8_t)value);
    }
    const size_t size = bytes_leb128_size(value);
    const int error = bytes_queue_ensure_(self, size);
    if (error != 0) {
        return error;
    }
    (void)bytes_leb128_encode_(value, bytes_queue_end_(self));
    bytes_queue_extend_(self, size);
    return 0;
}

/** Append a signed integer in zig-zag LEB128. @return 0, or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_leb128_zigzag(BytesQueue *self, int64_t value)
{
    return bytes_queue_put_leb128(self, bytes_zigzag_encode_(value));
}

/** Append a QUIC variable-length integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1, 2, 4 or 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_quic_varint_wide(BytesQueue *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_quic_varint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_queue_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_quic_varint_encode_(value, width, bytes_queue_end_(self));
    bytes_queue_extend_(self, width);
    return 0;
}

/** Append a QUIC variable-length integer in its shortest form. @return 0; #BYTES_ERANGE if it is above
 * #BYTES_QUIC_VARINT_MAX; or an error of bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_quic_varint(BytesQueue *self, uint64_t value)
{
    const size_t width = bytes_quic_varint_size(value);
    return width != 0 ? bytes_queue_put_quic_varint_wide(self, value, width) : BYTES_ERANGE;
}

/** @} */

#endif
