/* SPDX-License-Identifier: MIT */
/**
 * @file number_mut.inl
 * Numbers in a buffer: part of number.h, which explains their names, results and costs.
 * Written by src/numbers.py; do not edit.
 */
#ifndef BYTES_IMPL_NUMBER_MUT_INL
#define BYTES_IMPL_NUMBER_MUT_INL

/** @name Numbers in a buffer
 * @{ */

/** Read a `uint8_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u8(const BytesMut *self, size_t offset, uint8_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a `uint8_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u8(BytesMut *self, uint8_t *out)
{
    uint8_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u8(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a `uint8_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u8(BytesMut *self, uint8_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read an `int8_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i8(const BytesMut *self, size_t offset, int8_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take an `int8_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i8(BytesMut *self, int8_t *out)
{
    int8_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i8(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append an `int8_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i8(BytesMut *self, int8_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u16_be(const BytesMut *self, size_t offset, uint16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be16_(self->data + offset);
    return true;
}

/** Take a big-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u16_be(BytesMut *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u16_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u16_be(BytesMut *self, uint16_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be16_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u16_le(const BytesMut *self, size_t offset, uint16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le16_(self->data + offset);
    return true;
}

/** Take a little-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u16_le(BytesMut *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u16_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u16_le(BytesMut *self, uint16_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le16_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `uint16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u16_ne(const BytesMut *self, size_t offset, uint16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `uint16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u16_ne(BytesMut *self, uint16_t *out)
{
    uint16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u16_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u16_ne(BytesMut *self, uint16_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i16_be(const BytesMut *self, size_t offset, int16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint16_t raw = bytes_load_be16_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i16_be(BytesMut *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i16_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i16_be(BytesMut *self, int16_t value)
{
    uint16_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be16_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i16_le(const BytesMut *self, size_t offset, int16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint16_t raw = bytes_load_le16_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i16_le(BytesMut *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i16_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i16_le(BytesMut *self, int16_t value)
{
    uint16_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le16_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `int16_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i16_ne(const BytesMut *self, size_t offset, int16_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `int16_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i16_ne(BytesMut *self, int16_t *out)
{
    int16_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i16_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int16_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i16_ne(BytesMut *self, int16_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u32_be(const BytesMut *self, size_t offset, uint32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be32_(self->data + offset);
    return true;
}

/** Take a big-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u32_be(BytesMut *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u32_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u32_be(BytesMut *self, uint32_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u32_le(const BytesMut *self, size_t offset, uint32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le32_(self->data + offset);
    return true;
}

/** Take a little-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u32_le(BytesMut *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u32_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u32_le(BytesMut *self, uint32_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `uint32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u32_ne(const BytesMut *self, size_t offset, uint32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `uint32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u32_ne(BytesMut *self, uint32_t *out)
{
    uint32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u32_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u32_ne(BytesMut *self, uint32_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i32_be(const BytesMut *self, size_t offset, int32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_be32_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i32_be(BytesMut *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i32_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i32_be(BytesMut *self, int32_t value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i32_le(const BytesMut *self, size_t offset, int32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_le32_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i32_le(BytesMut *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i32_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i32_le(BytesMut *self, int32_t value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `int32_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i32_ne(const BytesMut *self, size_t offset, int32_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `int32_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i32_ne(BytesMut *self, int32_t *out)
{
    int32_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i32_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int32_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i32_ne(BytesMut *self, int32_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u64_be(const BytesMut *self, size_t offset, uint64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_be64_(self->data + offset);
    return true;
}

/** Take a big-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u64_be(BytesMut *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u64_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `uint64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u64_be(BytesMut *self, uint64_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u64_le(const BytesMut *self, size_t offset, uint64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    *out = bytes_load_le64_(self->data + offset);
    return true;
}

/** Take a little-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u64_le(BytesMut *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u64_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `uint64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u64_le(BytesMut *self, uint64_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(self->data + self->len, value);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `uint64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_u64_ne(const BytesMut *self, size_t offset, uint64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `uint64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_u64_ne(BytesMut *self, uint64_t *out)
{
    uint64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_u64_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `uint64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_u64_ne(BytesMut *self, uint64_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i64_be(const BytesMut *self, size_t offset, int64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_be64_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i64_be(BytesMut *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i64_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `int64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i64_be(BytesMut *self, int64_t value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i64_le(const BytesMut *self, size_t offset, int64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_le64_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i64_le(BytesMut *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i64_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `int64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i64_le(BytesMut *self, int64_t value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `int64_t` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_i64_ne(const BytesMut *self, size_t offset, int64_t *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `int64_t` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_i64_ne(BytesMut *self, int64_t *out)
{
    int64_t value;
    if (!BYTES_LIKELY(bytes_mut_peek_i64_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    *out = value; /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `int64_t`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_i64_ne(BytesMut *self, int64_t value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f32_be(const BytesMut *self, size_t offset, float *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_be32_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f32_be(BytesMut *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_mut_peek_f32_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `float`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f32_be(BytesMut *self, float value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be32_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f32_le(const BytesMut *self, size_t offset, float *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint32_t raw = bytes_load_le32_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f32_le(BytesMut *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_mut_peek_f32_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `float`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f32_le(BytesMut *self, float value)
{
    uint32_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le32_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `float` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f32_ne(const BytesMut *self, size_t offset, float *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `float` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f32_ne(BytesMut *self, float *out)
{
    float value;
    if (!BYTES_LIKELY(bytes_mut_peek_f32_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `float`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f32_ne(BytesMut *self, float value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f64_be(const BytesMut *self, size_t offset, double *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_be64_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a big-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f64_be(BytesMut *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_mut_peek_f64_be(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a big-endian `double`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f64_be(BytesMut *self, double value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_be64_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a little-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f64_le(const BytesMut *self, size_t offset, double *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    const uint64_t raw = bytes_load_le64_(self->data + offset);
    memcpy(out, &raw, sizeof(raw));
    return true;
}

/** Take a little-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f64_le(BytesMut *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_mut_peek_f64_le(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a little-endian `double`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f64_le(BytesMut *self, double value)
{
    uint64_t raw;
    memcpy(&raw, &value, sizeof(raw));
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    bytes_store_le64_(self->data + self->len, raw);
    self->len += sizeof(value);
    return 0;
}

/** Read a native-endian `double` at @p offset. @return False if it is not all inside. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_f64_ne(const BytesMut *self, size_t offset, double *out)
{
    if (offset > self->len || self->len - offset < sizeof(*out)) {
        return false;
    }
    memcpy(out, self->data + offset, sizeof(*out));
    return true;
}

/** Take a native-endian `double` off the front. @return False if there are too few bytes; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_f64_ne(BytesMut *self, double *out)
{
    double value;
    if (!BYTES_LIKELY(bytes_mut_peek_f64_ne(self, 0, &value))) {
        return false;
    }
    bytes_mut_advance(self, sizeof(value));
    memcpy(out, &value, sizeof(value)); /* last: `out` might point into the handle */
    return true;
}

/** Append a native-endian `double`. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_f64_ne(BytesMut *self, double value)
{
    const int error = bytes_mut_ensure_(self, sizeof(value));
    if (error != 0) {
        return error;
    }
    memcpy(self->data + self->len, &value, sizeof(value));
    self->len += sizeof(value);
    return 0;
}

/** Read a big-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_uint_be(const BytesMut *self, size_t offset, size_t width,
                                                         uint64_t *out)
{
    if (!bytes_is_width_(width) || offset > self->len || self->len - offset < width) {
        return false;
    }
    *out = bytes_load_be_(self->data + offset, width);
    return true;
}

/** Take a big-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_uint_be(BytesMut *self, size_t width, uint64_t *out)
{
    if (!bytes_mut_peek_uint_be(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a big-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_uint_be(BytesMut *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_be_(self->data + self->len, width, value);
    self->len += width;
    return 0;
}

/** Read a little-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_uint_le(const BytesMut *self, size_t offset, size_t width,
                                                         uint64_t *out)
{
    if (!bytes_is_width_(width) || offset > self->len || self->len - offset < width) {
        return false;
    }
    *out = bytes_load_le_(self->data + offset, width);
    return true;
}

/** Take a little-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or
 * @p width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_uint_le(BytesMut *self, size_t width, uint64_t *out)
{
    if (!bytes_mut_peek_uint_le(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a little-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_uint_le(BytesMut *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_le_(self->data + self->len, width, value);
    self->len += width;
    return 0;
}

/** Read a native-endian unsigned integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_uint_ne(const BytesMut *self, size_t offset, size_t width,
                                                         uint64_t *out)
{
    if (!bytes_is_width_(width) || offset > self->len || self->len - offset < width) {
        return false;
    }
    *out = bytes_load_ne_(self->data + offset, width);
    return true;
}

/** Take a native-endian unsigned integer of @p width bytes off the front. @return False if there are too few bytes, or
 * @p width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_uint_ne(BytesMut *self, size_t width, uint64_t *out)
{
    if (!bytes_mut_peek_uint_ne(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a native-endian unsigned integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_uint_ne(BytesMut *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_uint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_ne_(self->data + self->len, width, value);
    self->len += width;
    return 0;
}

/** Read a big-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p width
 * is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_int_be(const BytesMut *self, size_t offset, size_t width, int64_t *out)
{
    uint64_t value;
    if (!bytes_mut_peek_uint_be(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a big-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_int_be(BytesMut *self, size_t width, int64_t *out)
{
    if (!bytes_mut_peek_int_be(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a big-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_int_be(BytesMut *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_be_(self->data + self->len, width, (uint64_t)value);
    self->len += width;
    return 0;
}

/** Read a little-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_int_le(const BytesMut *self, size_t offset, size_t width, int64_t *out)
{
    uint64_t value;
    if (!bytes_mut_peek_uint_le(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a little-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_int_le(BytesMut *self, size_t width, int64_t *out)
{
    if (!bytes_mut_peek_int_le(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a little-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_int_le(BytesMut *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_le_(self->data + self->len, width, (uint64_t)value);
    self->len += width;
    return 0;
}

/** Read a native-endian signed integer of @p width bytes at @p offset. @return False if it is not all inside, or @p
 * width is not 1 to 8. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_peek_int_ne(const BytesMut *self, size_t offset, size_t width, int64_t *out)
{
    uint64_t value;
    if (!bytes_mut_peek_uint_ne(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
}

/** Take a native-endian signed integer of @p width bytes off the front. @return False if there are too few bytes, or @p
 * width is not 1 to 8; nothing is taken. */
BYTES_INLINE BYTES_NODISCARD bool bytes_mut_get_int_ne(BytesMut *self, size_t width, int64_t *out)
{
    if (!bytes_mut_peek_int_ne(self, 0, width, out)) {
        return false;
    }
    bytes_mut_advance(self, width);
    return true;
}

/** Append a native-endian signed integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1 to 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_int_ne(BytesMut *self, int64_t value, size_t width)
{
    const int invalid = bytes_check_int_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_store_ne_(self->data + self->len, width, (uint64_t)value);
    self->len += width;
    return 0;
}

/** Read an unsigned LEB128 integer at @p offset. @return Its size, 1 to 10; 0 if it is not all there; #BYTES_EINVAL or
 * #BYTES_ERANGE if it is malformed. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_peek_leb128(const BytesMut *self, size_t offset, uint64_t *out)
{
    return offset < self->len ? bytes_leb128_decode_(self->data + offset, self->len - offset, out) : 0;
}

/** Take an unsigned LEB128 integer off the front. @return Its size, 1 to 10; 0 if it is not all there; #BYTES_EINVAL or
 * #BYTES_ERANGE if it is malformed; only what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_get_leb128(BytesMut *self, uint64_t *out)
{
    const int size = bytes_mut_peek_leb128(self, 0, out);
    if (size > 0) {
        bytes_mut_advance(self, (size_t)size);
    }
    return size;
}

/** Read a signed integer in zig-zag LEB128 at @p offset. @return Its size, 1 to 10; 0 if it is not all there;
 * #BYTES_EINVAL or #BYTES_ERANGE if it is malformed. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_peek_leb128_zigzag(const BytesMut *self, size_t offset, int64_t *out)
{
    uint64_t value;
    const int size = bytes_mut_peek_leb128(self, offset, &value);
    if (size > 0) {
        *out = bytes_zigzag_decode_(value);
    }
    return size;
}

/** Take a signed integer in zig-zag LEB128 off the front. @return Its size, 1 to 10; 0 if it is not all there;
 * #BYTES_EINVAL or #BYTES_ERANGE if it is malformed; only what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_get_leb128_zigzag(BytesMut *self, int64_t *out)
{
    const int size = bytes_mut_peek_leb128_zigzag(self, 0, out);
    if (size > 0) {
        bytes_mut_advance(self, (size_t)size);
    }
    return size;
}

/** Read a QUIC variable-length integer at @p offset. @return Its size, 1, 2, 4 or 8; 0 if it is not all there. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_peek_quic_varint(const BytesMut *self, size_t offset, uint64_t *out)
{
    return offset < self->len ? bytes_quic_varint_decode_(self->data + offset, self->len - offset, out) : 0;
}

/** Take a QUIC variable-length integer off the front. @return Its size, 1, 2, 4 or 8; 0 if it is not all there; only
 * what has a size is taken. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_get_quic_varint(BytesMut *self, uint64_t *out)
{
    const int size = bytes_mut_peek_quic_varint(self, 0, out);
    if (size > 0) {
        bytes_mut_advance(self, (size_t)size);
    }
    return size;
}

/** Append an unsigned LEB128 integer. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_leb128(BytesMut *self, uint64_t value)
{
    if (BYTES_LIKELY(value < 0x80)) {
        return bytes_mut_put_u8(self, (uint8_t)value);
    }
    const size_t size = bytes_leb128_size(value);
    const int error = bytes_mut_ensure_(self, size);
    if (error != 0) {
        return error;
    }
    (void)bytes_leb128_encode_(value, self->data + self->len);
    self->len += size;
    return 0;
}

/** Append a signed integer in zig-zag LEB128. @return 0, or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_leb128_zigzag(BytesMut *self, int64_t value)
{
    return bytes_mut_put_leb128(self, bytes_zigzag_encode_(value));
}

/** Append a QUIC variable-length integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1, 2, 4 or 8;
 * #BYTES_ERANGE if the number does not fit; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_quic_varint_wide(BytesMut *self, uint64_t value, size_t width)
{
    const int invalid = bytes_check_quic_varint_(value, width);
    if (invalid != 0) {
        return invalid;
    }
    const int error = bytes_mut_ensure_(self, width);
    if (error != 0) {
        return error;
    }
    bytes_quic_varint_encode_(value, width, self->data + self->len);
    self->len += width;
    return 0;
}

/** Append a QUIC variable-length integer in its shortest form. @return 0; #BYTES_ERANGE if it is above
 * #BYTES_QUIC_VARINT_MAX; or an error of bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_quic_varint(BytesMut *self, uint64_t value)
{
    const size_t width = bytes_quic_varint_size(value);
    return width != 0 ? bytes_mut_put_quic_varint_wide(self, value, width) : BYTES_ERANGE;
}

/** @} */

#endif
