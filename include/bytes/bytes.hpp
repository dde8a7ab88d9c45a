/* SPDX-License-Identifier: MIT */
/**
 * @file bytes.hpp
 * C++17 over the C handles, header only: `bytes::view`, `bytes::buffer` and `bytes::queue` own what `Bytes`, `BytesMut`
 * and `BytesQueue` are. They are moved, never copied by accident, and dropped by their destructors.
 *
 *     using namespace bytes::literals;
 *     bytes::buffer in(4096);
 *     in.put("GET / HTTP/1.1\r\n");
 *     bytes::view line = in.split_freeze(14);
 *     bytes::view method = line.share_slice(0, 3);
 *     if (method == "GET"_bytes) { std::cout << line << '\n'; } // b"GET / HTTP/1.1"
 *
 * Each member does what the C function of its name does, and costs what that costs; the contracts are there. Errors are
 * thrown as std::system_error; the forms that begin with `try_` return a std::error_code. A range that is wrong aborts
 * as in C. `c()` is the C handle, for what has no member here: `bytes_mut_put_u32_be(buffer.c(), 7)`.
 */
#ifndef BYTES_BYTES_HPP
#define BYTES_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>
#if __cplusplus >= 202002L
#include <compare>
#include <span>
#include <version>
#if defined(__cpp_lib_format)
#include <format>
#endif
#endif

#include <bytes/bytes.h>

#include <bytes/impl/begin.inl>

namespace bytes
{

/** The library's error as one of the standard library's: generic, as both are those of errno. */
inline std::error_code error_code(int error) noexcept
{
    return std::error_code(-error, std::generic_category());
}

namespace detail
{

[[noreturn]] inline void fail(int error, const char *what)
{
#if defined(__cpp_exceptions)
    throw std::system_error(error_code(error), what);
#else
    ::bytes_abort_misuse_(what, ::bytes_strerror(error));
#endif
}

inline void check(int error, const char *what)
{
    if (error != 0) {
        fail(error, what);
    }
}

/* What a call made, or its error. */
template <class T> std::error_code deliver(int error, T &made, T &result) noexcept
{
    if (error == 0) {
        result = std::move(made);
    }
    return error_code(error);
}

template <class T, class = void> struct is_byte_container : std::false_type {
};
template <class T>
struct is_byte_container<T, std::void_t<decltype(std::declval<const T &>().data(), std::declval<const T &>().size())>>
    : std::bool_constant<sizeof(*std::declval<const T &>().data()) == 1> {
};

/* A container that can be moved without an error and whose bytes can be written: no view, no span, no reference. */
template <class T, class = void> struct owns_bytes : std::false_type {
};
template <class T>
struct owns_bytes<T, std::enable_if_t<is_byte_container<T>::value && !std::is_lvalue_reference_v<T> &&
                                      !std::is_trivially_copyable_v<T> && std::is_nothrow_move_constructible_v<T>>>
    : std::bool_constant<!std::is_const_v<std::remove_pointer_t<decltype(std::declval<T &>().data())>>> {
};

} // namespace detail

/** Bytes that somebody else keeps alive: what every parameter that is only read takes. From strings, string views,
 * spans, vectors and arrays of bytes, and from all handles. */
class ref
{
  public:
    constexpr ref() noexcept = default;
    constexpr ref(const std::uint8_t *data, std::size_t size) noexcept : data_(data), size_(size)
    {
    }
    ref(const char *string) noexcept : ref(reinterpret_cast<const std::uint8_t *>(string), std::strlen(string))
    {
    }
    ref(::BytesSpan span) noexcept : ref(span.data, span.len)
    {
    }
    ref(const ::Bytes &view) noexcept : ref(view.data, view.len)
    {
    }
    ref(const ::BytesMut &buffer) noexcept : ref(buffer.data, buffer.len)
    {
    }
    template <class T, std::enable_if_t<detail::is_byte_container<T>::value, int> = 0>
    ref(const T &container) noexcept
        : ref(reinterpret_cast<const std::uint8_t *>(container.data()), std::size_t(container.size()))
    {
    }

    constexpr const std::uint8_t *data() const noexcept
    {
        return data_;
    }
    constexpr std::size_t size() const noexcept
    {
        return size_;
    }
    constexpr bool empty() const noexcept
    {
        return size_ == 0;
    }
    constexpr const std::uint8_t *begin() const noexcept
    {
        return data_;
    }
    constexpr const std::uint8_t *end() const noexcept
    {
        return size_ != 0 ? data_ + size_ : data_;
    }
    std::string_view str() const noexcept
    {
        return std::string_view(reinterpret_cast<const char *>(data_), size_);
    }
    ::BytesSpan c() const noexcept
    {
        return ::bytes_span_of(data_, size_);
    }

  private:
    const std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

/** Lexicographic order of unsigned bytes, for all that a ref is made from. */
inline bool operator==(ref a, ref b) noexcept
{
    return ::bytes_span_equal(a.c(), b.c());
}
#if __cplusplus >= 202002L
inline std::strong_ordering operator<=>(ref a, ref b) noexcept
{
    return ::bytes_span_compare(a.c(), b.c()) <=> 0;
}
#else
inline bool operator!=(ref a, ref b) noexcept
{
    return !(a == b);
}
inline bool operator<(ref a, ref b) noexcept
{
    return ::bytes_span_compare(a.c(), b.c()) < 0;
}
inline bool operator>(ref a, ref b) noexcept
{
    return b < a;
}
inline bool operator<=(ref a, ref b) noexcept
{
    return !(b < a);
}
inline bool operator>=(ref a, ref b) noexcept
{
    return !(a < b);
}
#endif

/** Transparent: a map of views is searched by strings, without making a view. */
struct hash {
    using is_transparent = void;
    std::size_t operator()(ref bytes) const noexcept
    {
#ifdef BYTES_NO_HASH
        return std::hash<std::string_view>()(bytes.str());
#else
        return std::size_t(::bytes_span_hash(bytes.c(), 0));
#endif
    }
};

/** @copydoc hash */
struct equal {
    using is_transparent = void;
    bool operator()(ref a, ref b) const noexcept
    {
        return a == b;
    }
};

/** @copydoc hash */
struct less {
    using is_transparent = void;
    bool operator()(ref a, ref b) const noexcept
    {
        return ::bytes_span_compare(a.c(), b.c()) < 0;
    }
};

class buffer;

/** Owns a `Bytes`. */
class view
{
  public:
    using value_type = std::uint8_t;
    using iterator = const std::uint8_t *;
    using const_iterator = iterator;

    view() noexcept = default;
    /** Own a C handle from now on. */
    explicit view(::Bytes handle) noexcept : handle_(handle)
    {
    }
    view(view &&other) noexcept : handle_(::bytes_move(&other.handle_))
    {
    }
    view &operator=(view &&other) noexcept
    {
        const ::Bytes taken = ::bytes_move(&other.handle_); // right for itself too; and no address is compared
        ::bytes_drop(&handle_);
        handle_ = taken;
        return *this;
    }
    view(const view &) = delete;
    view &operator=(const view &) = delete;
    /** By value, and inline on the paths of exceptions too: else the handle would have to be in memory. */
    BYTES_ALWAYS_INLINE ~view()
    {
        ::Bytes last = handle_;
        ::bytes_drop(&last);
    }

    /** A copy of bytes, in storage of its own. */
    static view copy(ref bytes, ::BytesAllocator *allocator = nullptr)
    {
        view made;
        detail::check(::bytes_copy_in(allocator, bytes.data(), bytes.size(), &made.handle_), "bytes::view::copy");
        return made;
    }
    static std::error_code try_copy(ref bytes, view &result, ::BytesAllocator *allocator = nullptr) noexcept
    {
        view made;
        const int error = ::bytes_copy_in(allocator, bytes.data(), bytes.size(), &made.handle_);
        return detail::deliver(error, made, result);
    }
    /** Bytes that live for as long as the program needs them; nothing is counted. */
    static view of_static(ref bytes) noexcept
    {
        return view(::bytes_static(bytes.data(), bytes.size()));
    }
    /** Own a container of bytes, a std::string or std::vector, without copying its bytes (but for those that a small
     * string has in itself). If this throws, the container still has them. */
    template <class T, std::enable_if_t<detail::owns_bytes<T>::value, int> = 0> static view adopt(T &&container)
    {
        struct holder {
            ::BytesControl control;
            T kept;
            static void release(void * /*data*/, std::size_t /*len*/, void *context)
            {
                delete static_cast<holder *>(context);
            }
        };
        if (container.size() == 0) {
            return view();
        }
        // Only this can throw: then nothing was moved.
        holder *const made = new holder{{}, std::forward<T>(container)};
        return view(::bytes_adopt_with_control(&made->control, made->kept.data(), made->kept.size(), ::BYTES_WRITABLE,
                                               holder::release, made));
    }

    const std::uint8_t *data() const noexcept
    {
        return handle_.data;
    }
    std::size_t size() const noexcept
    {
        return handle_.len;
    }
    bool empty() const noexcept
    {
        return handle_.len == 0;
    }
    iterator begin() const noexcept
    {
        return handle_.data;
    }
    iterator end() const noexcept
    {
        return handle_.len != 0 ? handle_.data + handle_.len : handle_.data;
    }
    /** Not checked, as that of a std::span. */
    std::uint8_t operator[](std::size_t index) const noexcept
    {
        return handle_.data[index];
    }
    std::string_view str() const noexcept
    {
        return ref(handle_).str();
    }
    explicit operator std::string_view() const noexcept
    {
        return str();
    }

    /** Another view of the same bytes: at one atomic, while other threads do the same. */
    [[nodiscard]] view clone() const noexcept
    {
        return view(::bytes_clone(&handle_));
    }
    [[nodiscard]] view slice(std::size_t begin, std::size_t end) const noexcept
    {
        return view(::bytes_slice(&handle_, begin, end));
    }
    std::error_code try_slice(std::size_t begin, std::size_t end, view &result) const noexcept
    {
        view made;
        const int error = ::bytes_try_slice(&handle_, begin, end, &made.handle_);
        return detail::deliver(error, made, result);
    }
    /** Without an atomic, for the one owner of this view. */
    [[nodiscard]] view share() noexcept
    {
        return view(::bytes_share(&handle_));
    }
    [[nodiscard]] view share_slice(std::size_t begin, std::size_t end) noexcept
    {
        return view(::bytes_share_slice(&handle_, begin, end));
    }
    std::error_code try_share_slice(std::size_t begin, std::size_t end, view &result) noexcept
    {
        view made;
        const int error = ::bytes_try_share_slice(&handle_, begin, end, &made.handle_);
        return detail::deliver(error, made, result);
    }
    [[nodiscard]] view split_to(std::size_t at) noexcept
    {
        return view(::bytes_split_to(&handle_, at));
    }
    std::error_code try_split_to(std::size_t at, view &result) noexcept
    {
        if (at > handle_.len) {
            return error_code(BYTES_ERANGE);
        }
        result = split_to(at);
        return std::error_code();
    }
    [[nodiscard]] view split_off(std::size_t at) noexcept
    {
        return view(::bytes_split_off(&handle_, at));
    }
    std::error_code try_split_off(std::size_t at, view &result) noexcept
    {
        if (at > handle_.len) {
            return error_code(BYTES_ERANGE);
        }
        result = split_off(at);
        return std::error_code();
    }
    std::error_code try_unsplit(view &&other) noexcept
    {
        return error_code(::bytes_try_unsplit(&handle_, &other.handle_));
    }
    void truncate(std::size_t size) noexcept
    {
        ::bytes_truncate(&handle_, size);
    }
    void advance(std::size_t count) noexcept
    {
        ::bytes_advance(&handle_, count);
    }
    std::error_code try_advance(std::size_t count) noexcept
    {
        return error_code(::bytes_try_advance(&handle_, count));
    }
    void clear() noexcept
    {
        ::bytes_clear(&handle_);
    }
    void reset() noexcept
    {
        ::bytes_drop(&handle_);
    }
    void swap(view &other) noexcept
    {
        std::swap(handle_, other.handle_);
    }

    bool is_unique() const noexcept
    {
        return ::bytes_is_unique(&handle_);
    }
    bool is_static() const noexcept
    {
        return ::bytes_is_static(&handle_);
    }
    std::size_t retained() const noexcept
    {
        return ::bytes_retained(&handle_);
    }
    void compact(std::size_t multiple)
    {
        detail::check(::bytes_compact(&handle_, multiple), "bytes::view::compact");
    }
    std::error_code try_compact(std::size_t multiple) noexcept
    {
        return error_code(::bytes_compact(&handle_, multiple));
    }
    /** As a buffer: without copying where the view is unique and writable. */
    [[nodiscard]] inline buffer into_buffer() &&;
    /** Only without copying. */
    inline std::error_code try_into_buffer(buffer &result) noexcept;

    std::size_t find(ref needle, std::size_t from = 0) const noexcept
    {
        return ::bytes_find(&handle_, needle.c(), from);
    }
    bool starts_with(ref prefix) const noexcept
    {
        return ::bytes_starts_with(&handle_, prefix.c());
    }
    bool ends_with(ref suffix) const noexcept
    {
        return ::bytes_ends_with(&handle_, suffix.c());
    }

    ::Bytes *c() noexcept
    {
        return &handle_;
    }
    const ::Bytes *c() const noexcept
    {
        return &handle_;
    }
    /** Give the C handle away. */
    [[nodiscard]] ::Bytes release() noexcept
    {
        return ::bytes_move(&handle_);
    }

  private:
    ::Bytes handle_ = BYTES_EMPTY;
};

/** Owns a `BytesMut`. */
class buffer
{
  public:
    using value_type = std::uint8_t;

    buffer() noexcept = default;
    explicit buffer(::BytesMut handle) noexcept : handle_(handle)
    {
    }
    explicit buffer(std::size_t capacity, ::BytesAllocator *allocator = nullptr)
    {
        detail::check(::bytes_mut_with_capacity_in(allocator, capacity, &handle_), "bytes::buffer");
    }
    static std::error_code try_make(std::size_t capacity, buffer &result,
                                    ::BytesAllocator *allocator = nullptr) noexcept
    {
        buffer made;
        const int error = ::bytes_mut_with_capacity_in(allocator, capacity, &made.handle_);
        return detail::deliver(error, made, result);
    }
    buffer(buffer &&other) noexcept : handle_(::bytes_mut_move(&other.handle_))
    {
    }
    buffer &operator=(buffer &&other) noexcept
    {
        const ::BytesMut taken = ::bytes_mut_move(&other.handle_);
        ::bytes_mut_drop(&handle_);
        handle_ = taken;
        return *this;
    }
    buffer(const buffer &) = delete;
    buffer &operator=(const buffer &) = delete;
    /** @copydoc view::~view */
    BYTES_ALWAYS_INLINE ~buffer()
    {
        ::BytesMut last = handle_;
        ::bytes_mut_drop(&last);
    }

    // NOLINTBEGIN(readability-make-member-function-const): a constant buffer is not written through
    std::uint8_t *data() noexcept
    {
        return handle_.data;
    }
    std::uint8_t *begin() noexcept
    {
        return handle_.data;
    }
    std::uint8_t *end() noexcept
    {
        return handle_.len != 0 ? handle_.data + handle_.len : handle_.data;
    }
    std::uint8_t &operator[](std::size_t index) noexcept
    {
        return handle_.data[index];
    }
    // NOLINTEND(readability-make-member-function-const)
    const std::uint8_t *data() const noexcept
    {
        return handle_.data;
    }
    std::size_t size() const noexcept
    {
        return handle_.len;
    }
    bool empty() const noexcept
    {
        return handle_.len == 0;
    }
    std::size_t capacity() const noexcept
    {
        return handle_.cap;
    }
    const std::uint8_t *begin() const noexcept
    {
        return handle_.data;
    }
    const std::uint8_t *end() const noexcept
    {
        return handle_.len != 0 ? handle_.data + handle_.len : handle_.data;
    }
    std::uint8_t operator[](std::size_t index) const noexcept
    {
        return handle_.data[index];
    }
    std::string_view str() const noexcept
    {
        return ref(handle_).str();
    }
    explicit operator std::string_view() const noexcept
    {
        return str();
    }

    void reserve(std::size_t additional)
    {
        detail::check(::bytes_mut_reserve(&handle_, additional), "bytes::buffer::reserve");
    }
    std::error_code try_reserve(std::size_t additional) noexcept
    {
        return error_code(::bytes_mut_reserve(&handle_, additional));
    }
    /** The spare capacity, to read into; then commit(). */
    ::BytesSpare spare() noexcept
    {
        return ::bytes_mut_spare(&handle_);
    }
    void commit(std::size_t count) noexcept
    {
        ::bytes_mut_commit(&handle_, count);
    }
    buffer &put(ref bytes)
    {
        detail::check(::bytes_mut_put(&handle_, bytes.data(), bytes.size()), "bytes::buffer::put");
        return *this;
    }
    std::error_code try_put(ref bytes) noexcept
    {
        return error_code(::bytes_mut_put(&handle_, bytes.data(), bytes.size()));
    }
    /** For std::back_inserter(). */
    void push_back(std::uint8_t byte)
    {
        detail::check(::bytes_mut_put_u8(&handle_, byte), "bytes::buffer::push_back");
    }
    void prepend(ref bytes)
    {
        detail::check(::bytes_mut_prepend(&handle_, bytes.data(), bytes.size()), "bytes::buffer::prepend");
    }
    void resize(std::size_t size, std::uint8_t value = 0)
    {
        detail::check(::bytes_mut_resize(&handle_, size, value), "bytes::buffer::resize");
    }
    void shrink(std::size_t keep)
    {
        detail::check(::bytes_mut_shrink(&handle_, keep), "bytes::buffer::shrink");
    }
    void truncate(std::size_t size) noexcept
    {
        ::bytes_mut_truncate(&handle_, size);
    }
    void advance(std::size_t count) noexcept
    {
        ::bytes_mut_advance(&handle_, count);
    }
    void clear() noexcept
    {
        ::bytes_mut_clear(&handle_);
    }
    void swap(buffer &other) noexcept
    {
        std::swap(handle_, other.handle_);
    }

    /** Split off the first bytes and freeze them: what a framing loop does with each message. */
    [[nodiscard]] view split_freeze(std::size_t at) noexcept
    {
        return view(::bytes_mut_split_freeze(&handle_, at));
    }
    std::error_code try_split_freeze(std::size_t at, view &result) noexcept
    {
        if (at > handle_.len) {
            return error_code(BYTES_ERANGE);
        }
        result = split_freeze(at);
        return std::error_code();
    }
    [[nodiscard]] view freeze() &&noexcept
    {
        return view(::bytes_mut_freeze(&handle_));
    }
    [[nodiscard]] buffer split_to(std::size_t at) noexcept
    {
        return buffer(::bytes_mut_split_to(&handle_, at));
    }
    [[nodiscard]] buffer split_off(std::size_t at) noexcept
    {
        return buffer(::bytes_mut_split_off(&handle_, at));
    }
    void unsplit(buffer &&other)
    {
        detail::check(::bytes_mut_unsplit(&handle_, &other.handle_), "bytes::buffer::unsplit");
    }

    ::BytesMut *c() noexcept
    {
        return &handle_;
    }
    const ::BytesMut *c() const noexcept
    {
        return &handle_;
    }
    [[nodiscard]] ::BytesMut release() noexcept
    {
        return ::bytes_mut_move(&handle_);
    }

  private:
    ::BytesMut handle_ = BYTES_MUT_EMPTY;
};

inline buffer view::into_buffer() &&
{
    buffer made;
    detail::check(::bytes_into_mut(&handle_, made.c()), "bytes::view::into_buffer");
    return made;
}

inline std::error_code view::try_into_buffer(buffer &result) noexcept
{
    buffer made;
    const int error = ::bytes_try_into_mut(&handle_, made.c());
    return detail::deliver(error, made, result);
}

/** Owns a `BytesQueue`. */
class queue
{
  public:
    queue() noexcept = default;
    explicit queue(::BytesAllocator *allocator, std::size_t tail_size = 0) noexcept
    {
        ::bytes_queue_init(allocator, tail_size, &handle_);
    }
    queue(queue &&other) noexcept : handle_(::bytes_queue_move(&other.handle_))
    {
    }
    queue &operator=(queue &&other) noexcept
    {
        const ::BytesQueue taken = ::bytes_queue_move(&other.handle_);
        ::bytes_queue_drop(&handle_);
        handle_ = taken;
        return *this;
    }
    queue(const queue &) = delete;
    queue &operator=(const queue &) = delete;
    ~queue()
    {
        ::bytes_queue_drop(&handle_);
    }

    std::size_t size() const noexcept
    {
        return handle_.len;
    }
    bool empty() const noexcept
    {
        return handle_.len == 0;
    }
    /** Move a view in. If this throws, the view keeps its bytes. */
    void push_back(view &&piece)
    {
        detail::check(::bytes_queue_push_back(&handle_, piece.c()), "bytes::queue::push_back");
    }
    std::error_code try_push_back(view &&piece) noexcept
    {
        return error_code(::bytes_queue_push_back(&handle_, piece.c()));
    }
    void push_front(view &&piece)
    {
        detail::check(::bytes_queue_push_front(&handle_, piece.c()), "bytes::queue::push_front");
    }
    [[nodiscard]] view pop_front() noexcept
    {
        return view(::bytes_queue_pop_front(&handle_));
    }
    [[nodiscard]] view pop_back() noexcept
    {
        return view(::bytes_queue_pop_back(&handle_));
    }
    queue &put(ref bytes)
    {
        detail::check(::bytes_queue_put(&handle_, bytes.data(), bytes.size()), "bytes::queue::put");
        return *this;
    }
    std::error_code try_put(ref bytes) noexcept
    {
        return error_code(::bytes_queue_put(&handle_, bytes.data(), bytes.size()));
    }
    void append(queue &&other)
    {
        detail::check(::bytes_queue_append(&handle_, &other.handle_), "bytes::queue::append");
    }
    void advance(std::size_t count) noexcept
    {
        ::bytes_queue_advance(&handle_, count);
    }
    std::error_code try_advance(std::size_t count) noexcept
    {
        return error_code(::bytes_queue_try_advance(&handle_, count));
    }
    [[nodiscard]] view split_view(std::size_t at)
    {
        view made;
        detail::check(::bytes_queue_split_view(&handle_, at, made.c()), "bytes::queue::split_view");
        return made;
    }
    /** Checked: for untrusted offsets. */
    std::error_code try_split_view(std::size_t at, view &result) noexcept
    {
        view made;
        const int error = ::bytes_queue_try_split_view(&handle_, at, made.c());
        return detail::deliver(error, made, result);
    }
    [[nodiscard]] queue split_to(std::size_t at)
    {
        queue made;
        detail::check(::bytes_queue_split_to(&handle_, at, &made.handle_), "bytes::queue::split_to");
        return made;
    }
    void coalesce(std::size_t count)
    {
        detail::check(::bytes_queue_coalesce(&handle_, count), "bytes::queue::coalesce");
    }
    void clear() noexcept
    {
        ::bytes_queue_clear(&handle_);
    }
    std::size_t find(ref needle, std::size_t from = 0) const noexcept
    {
        return ::bytes_queue_find(&handle_, needle.c(), from);
    }
    std::string str() const
    {
        std::string text(handle_.len, '\0');
        ::bytes_queue_copy_to(&handle_, 0, text.size(), text.data());
        return text;
    }

    /** Walks over the pieces, contiguous bytes each, in order. */
    class piece_iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = ref;
        using difference_type = std::ptrdiff_t;
        using pointer = const ref *;
        using reference = ref;

        piece_iterator() noexcept = default;
        piece_iterator(const ::BytesQueue *queue, std::size_t offset) noexcept : queue_(queue), offset_(offset)
        {
            load();
        }
        ref operator*() const noexcept
        {
            return piece_;
        }
        piece_iterator &operator++() noexcept
        {
            offset_ += piece_.size();
            load();
            return *this;
        }
        piece_iterator operator++(int) noexcept // NOLINT(cert-dcl21-cpp): as iterators are
        {
            piece_iterator old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const piece_iterator &a, const piece_iterator &b) noexcept
        {
            return a.offset_ == b.offset_;
        }
        friend bool operator!=(const piece_iterator &a, const piece_iterator &b) noexcept
        {
            return a.offset_ != b.offset_;
        }

      private:
        void load() noexcept
        {
            ::BytesSpan span = {nullptr, 0};
            (void)::bytes_queue_spans(queue_, offset_, &span, 1);
            piece_ = span;
        }
        const ::BytesQueue *queue_ = nullptr;
        std::size_t offset_ = 0;
        ref piece_;
    };

    piece_iterator begin() const noexcept
    {
        return piece_iterator(&handle_, 0);
    }
    piece_iterator end() const noexcept
    {
        return piece_iterator(&handle_, handle_.len);
    }

    ::BytesQueue *c() noexcept
    {
        return &handle_;
    }
    const ::BytesQueue *c() const noexcept
    {
        return &handle_;
    }

  private:
    ::BytesQueue handle_ = BYTES_QUEUE_EMPTY;
};

inline void swap(view &a, view &b) noexcept
{
    a.swap(b);
}
inline void swap(buffer &a, buffer &b) noexcept
{
    a.swap(b);
}

/** A BytesAllocator whose blocks come from a std::pmr::memory_resource, which must be as thread-safe as their use. Must
 * outlive them, and stay where it is. */
class resource_allocator
{
  public:
    explicit resource_allocator(std::pmr::memory_resource *resource) noexcept : state_{{}, resource}
    {
        state_.base.allocate = allocate;
        state_.base.deallocate = deallocate;
    }
    resource_allocator(const resource_allocator &) = delete;
    resource_allocator &operator=(const resource_allocator &) = delete;

    ::BytesAllocator *c() noexcept
    {
        return &state_.base;
    }
    operator ::BytesAllocator *() noexcept
    {
        return &state_.base;
    }

  private:
    struct state {
        ::BytesAllocator base;
        std::pmr::memory_resource *resource;
    };
    static state *of(::BytesAllocator *self) noexcept
    {
        return reinterpret_cast<state *>(self); // its first member
    }
    static void *allocate(::BytesAllocator *self, std::size_t size)
    {
#if defined(__cpp_exceptions)
        try {
            return of(self)->resource->allocate(size, alignof(std::max_align_t));
        } catch (...) {
            return nullptr;
        }
#else
        return of(self)->resource->allocate(size, alignof(std::max_align_t));
#endif
    }
    static void deallocate(::BytesAllocator *self, void *block, std::size_t size)
    {
        of(self)->resource->deallocate(block, size, alignof(std::max_align_t));
    }
    state state_;
};

/** A range of bytes, printed as bytes_mut_put_escaped() does: `b"GET /\r\n"`. */
template <class Out> Out escape(ref bytes, Out out)
{
    constexpr std::size_t step = 64;
    *out++ = 'b';
    *out++ = '"';
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        char text[4 * step + 4];
        const std::size_t count = bytes.size() - at < step ? bytes.size() - at : step;
        const std::size_t size = ::bytes_span_escape(::bytes_span_of(bytes.data() + at, count), text, sizeof(text));
        for (std::size_t i = 2; i + 1 < size; i++) { // without b" and "
            *out++ = text[i];
        }
    }
    *out++ = '"';
    return out;
}

inline std::ostream &operator<<(std::ostream &stream, ref bytes)
{
    escape(bytes, std::ostreambuf_iterator<char>(stream));
    return stream;
}
inline std::ostream &operator<<(std::ostream &stream, const view &bytes)
{
    return stream << ref(bytes);
}
inline std::ostream &operator<<(std::ostream &stream, const buffer &bytes)
{
    return stream << ref(bytes);
}

inline namespace literals
{

/** A static view of a literal, without its NUL: `"GET"_bytes`. */
inline view operator""_bytes(const char *text, std::size_t size) noexcept
{
    return view(::bytes_static(text, size));
}

} // namespace literals

} // namespace bytes

template <> struct std::hash<bytes::view> : bytes::hash {
};
template <> struct std::hash<bytes::buffer> : bytes::hash {
};

#if defined(__cpp_lib_format)
template <> struct std::formatter<bytes::ref> {
    constexpr auto parse(std::format_parse_context &context)
    {
        return context.begin();
    }
    template <class Context> auto format(bytes::ref bytes, Context &context) const
    {
        return bytes::escape(bytes, context.out());
    }
};
template <> struct std::formatter<bytes::view> : std::formatter<bytes::ref> {
};
template <> struct std::formatter<bytes::buffer> : std::formatter<bytes::ref> {
};
#endif

#include <bytes/impl/end.inl>

#endif
