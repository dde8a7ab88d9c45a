/* SPDX-License-Identifier: MIT */
/* bytes.hpp, as a program uses it. */
#include <bytes/bytes.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory_resource>
#include <set>
#include <sstream>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tap.h"

using namespace bytes::literals;

static_assert(std::is_nothrow_move_constructible_v<bytes::view> && std::is_nothrow_move_assignable_v<bytes::view>);
static_assert(!std::is_copy_constructible_v<bytes::view> && !std::is_copy_assignable_v<bytes::view>);
static_assert(!std::is_copy_constructible_v<bytes::buffer> && !std::is_copy_constructible_v<bytes::queue>);
static_assert(sizeof(bytes::view) == sizeof(Bytes) && sizeof(bytes::buffer) == sizeof(BytesMut));
static_assert(sizeof(bytes::queue) == sizeof(BytesQueue));
static_assert(bytes::detail::owns_bytes<std::string>::value && bytes::detail::owns_bytes<std::vector<char>>::value);
static_assert(!bytes::detail::owns_bytes<std::string &>::value && !bytes::detail::owns_bytes<std::string_view>::value);
static_assert(!bytes::detail::owns_bytes<bytes::view>::value && !bytes::detail::owns_bytes<const std::string>::value);
#if __cplusplus >= 202002L
static_assert(std::ranges::contiguous_range<bytes::view> && std::ranges::contiguous_range<bytes::buffer>);
static_assert(std::ranges::input_range<bytes::queue>);
static_assert(std::is_convertible_v<bytes::view &, std::span<const std::uint8_t>>);
#endif

TEST(a_moved_view_is_empty_and_is_dropped_once)
{
    BytesCountingAllocator memory;
    bytes_counting_allocator(NULL, &memory);
    {
        bytes::view view = bytes::view::copy("hello", &memory.base);
        bytes::view other = std::move(view);
        CHECK(view.empty() && other == "hello");
        bytes::view &same = other;
        other = std::move(same);
        CHECK(other == "hello");
        bytes::view another = bytes::view::copy("other", &memory.base);
        CHECK_EQ(bytes_counting_allocator_stats(&memory).live_blocks, 2);
        another = std::move(other);
        CHECK(another.str() == "hello");
        CHECK_EQ(bytes_counting_allocator_stats(&memory).live_blocks, 1);
    }
    CHECK_EQ(bytes_counting_allocator_stats(&memory).live_blocks, 0);
}

TEST(views_are_sliced_shared_split_and_joined)
{
    bytes::view view = bytes::view::copy("hello world");
    bytes::view clone = view.clone();
    bytes::view word = view.share_slice(6, 11);
    CHECK(clone == view && word == "world" && view.slice(0, 5) == "hello" && view.share() == view);
    CHECK(!view.is_unique() && view.retained() > 11);
    bytes::view head = view.split_to(6);
    CHECK(head == "hello " && view == "world");
    CHECK(!head.try_unsplit(std::move(view)));
    CHECK(head == "hello world" && view.empty());
    bytes::view tail = head.split_off(5);
    CHECK(tail == " world" && head == "hello");
    tail.advance(1);
    tail.truncate(3);
    CHECK(tail == "wor" && tail[1] == 'o' && tail.find("or") == 1 && tail.starts_with("w") && tail.ends_with("r"));
    swap(head, tail);
    CHECK(head == "wor" && tail == "hello");
    head.clear();
    tail.reset();
    CHECK(head.empty() && tail.data() == nullptr);
}

TEST(untrusted_ranges_give_an_error_code_and_change_nothing)
{
    bytes::view view = bytes::view::copy("hello");
    bytes::view out = bytes::view::copy("kept");
    CHECK(view.try_slice(2, 9, out) == std::errc::result_out_of_range);
    CHECK(view.try_share_slice(3, 2, out) == std::errc::result_out_of_range);
    CHECK(view.try_split_to(6, out) == std::errc::result_out_of_range);
    CHECK(view.try_split_off(6, out) == std::errc::result_out_of_range);
    CHECK(view.try_advance(6) == std::errc::result_out_of_range);
    CHECK(view == "hello" && out == "kept");
    CHECK(!view.try_slice(1, 3, out) && out == "el");
    CHECK(!view.try_split_to(2, out) && out == "he" && view == "llo");
    bytes::buffer buffer;
    CHECK(view.try_into_buffer(buffer) == std::errc::device_or_resource_busy && view == "llo");
    bytes::queue queue;
    CHECK(queue.try_split_view(1, out) == std::errc::result_out_of_range);
    CHECK(queue.try_advance(1) == std::errc::result_out_of_range);
    CHECK(buffer.try_split_freeze(1, out) == std::errc::result_out_of_range);
}

/* Fails after a number of allocations. */
class Failing : public std::pmr::memory_resource
{
  public:
    int left = 0;
    int live = 0;

  private:
    void *do_allocate(std::size_t size, std::size_t alignment) override
    {
        if (left-- <= 0) {
            throw std::bad_alloc();
        }
        live++;
        return std::pmr::new_delete_resource()->allocate(size, alignment);
    }
    void do_deallocate(void *block, std::size_t size, std::size_t alignment) override
    {
        live--;
        std::pmr::new_delete_resource()->deallocate(block, size, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource &other) const noexcept override
    {
        return this == &other;
    }
};

TEST(errors_are_thrown_as_system_errors)
{
    Failing memory;
    bytes::resource_allocator allocator(&memory);
    bool thrown = false;
    try {
        bytes::view view = bytes::view::copy("hello", allocator);
    } catch (const std::system_error &error) {
        thrown = error.code() == std::errc::not_enough_memory;
    }
    CHECK(thrown);
    bytes::view view;
    CHECK(bytes::view::try_copy("hello", view, allocator) == std::errc::not_enough_memory);
    bytes::buffer buffer;
    CHECK(bytes::buffer::try_make(10, buffer, allocator) == std::errc::not_enough_memory);
    memory.left = 1;
    CHECK(!bytes::buffer::try_make(10, buffer, allocator));
    const std::string large(100000, 'x');
    CHECK(buffer.try_put(large) == std::errc::not_enough_memory && buffer.empty());
}

TEST(memory_comes_from_a_memory_resource)
{
    Failing memory;
    memory.left = 100;
    bytes::resource_allocator allocator(&memory);
    {
        bytes::buffer buffer(16, allocator);
        for (int i = 0; i < 1000; i++) {
            buffer.put("0123456789");
        }
        bytes::view view = std::move(buffer).freeze();
        CHECK_EQ(view.size(), 10000);
        bytes::queue queue(allocator, 100);
        queue.put("tail").push_back(std::move(view));
        CHECK(memory.live > 0);
    }
    CHECK_EQ(memory.live, 0);
}

TEST(strings_and_vectors_are_adopted_without_copying)
{
    std::string text(1000, 'x');
    const char *const address = text.data();
    bytes::view view = bytes::view::adopt(std::move(text));
    CHECK(view.size() == 1000 && static_cast<const void *>(view.data()) == static_cast<const void *>(address));
    bytes::view part = view.share_slice(10, 20);
    view.reset();
    CHECK(part == "xxxxxxxxxx");
    bytes::view vector = bytes::view::adopt(std::vector<unsigned char>{'a', 'b'});
    bytes::view small = bytes::view::adopt(std::string("in the string itself"));
    CHECK(vector == "ab" && small == "in the string itself");
    CHECK(bytes::view::adopt(std::string()).empty());
    bytes::buffer buffer = std::move(vector).into_buffer(); // unique and writable: in place
    buffer[0] = 'A';
    CHECK(buffer == "Ab");
}

TEST(buffers_are_written_split_and_frozen)
{
    bytes::buffer buffer(64);
    buffer.put("hello").put(std::string_view(" ")).put(std::vector<char>{'w', 'o'});
    buffer.push_back('r');
    std::copy_n("ld", 2, std::back_inserter(buffer));
    buffer.prepend(">");
    CHECK(buffer == ">hello world" && buffer.capacity() >= buffer.size());
    CHECK(!bytes_mut_put_u16_be(buffer.c(), 0x2121));
    bytes::view message = buffer.split_freeze(6);
    CHECK(message == ">hello" && buffer == " world!!");
    const BytesSpare spare = buffer.spare();
    CHECK(spare.len > 2);
    std::memcpy(spare.data, "??", 2);
    buffer.commit(2);
    bytes::buffer tail = buffer.split_off(6);
    CHECK(buffer == " world" && tail == "!!?\?");
    buffer.unsplit(std::move(tail));
    buffer.advance(1);
    buffer.truncate(5);
    buffer.resize(6, '.');
    buffer.reserve(1000);
    CHECK(buffer.str() == "world." && std::string_view(buffer) == "world.");
    bytes::buffer other = buffer.split_to(2);
    swap(other, buffer);
    CHECK(buffer == "wo" && std::move(other).freeze() == "rld.");
    CHECK_EQ(std::count(buffer.begin(), buffer.end(), 'o'), 1);
}

TEST(a_queue_is_walked_piece_by_piece)
{
    bytes::queue queue;
    queue.put("head ");
    queue.push_back("body"_bytes);
    queue.push_front("first "_bytes);
    std::string all;
    int pieces = 0;
    for (bytes::ref piece : queue) {
        all += piece.str();
        pieces++;
    }
    CHECK(all == "first head body" && pieces == 3 && queue.str() == all && queue.find("body") == 11);
    bytes::view first = queue.pop_front();
    CHECK(first == "first " && queue.size() == 9);
    bytes::queue front = queue.split_to(2);
    CHECK(front.str() == "he" && queue.split_view(3) == "ad ");
    front.append(std::move(queue));
    CHECK(front.str() == "hebody" && queue.empty());
    bytes::queue moved = std::move(front);
    moved.coalesce(moved.size());
    CHECK(moved.pop_back() == "hebody");
}

TEST(handles_compare_with_each_other_and_with_strings)
{
    const bytes::view a = bytes::view::copy("abc");
    const bytes::view b = "abd"_bytes;
    bytes::buffer c(3);
    c.put("abc");
    CHECK(a != b && a < b && b > a && a <= b && b >= a && a == c && c == a);
    CHECK(a == "abc" && "abc" == a && a == std::string("abc") && std::string_view("abd") == b && a < "abd");
    CHECK("\xff"_bytes > "a"_bytes); // unsigned
    const std::array<std::uint8_t, 3> array = {{'a', 'b', 'c'}};
    CHECK(a == array);
}

TEST(maps_and_sets_of_views_are_searched_by_strings)
{
    std::set<bytes::view, bytes::less> ordered;
    ordered.insert(bytes::view::copy("b"));
    ordered.insert(bytes::view::copy("a"));
    CHECK(ordered.find("a") != ordered.end() && *ordered.begin() == "a" && ordered.find("c") == ordered.end());
    std::unordered_map<bytes::view, int, bytes::hash, bytes::equal> counts;
    counts.emplace(bytes::view::copy("key"), 1);
    CHECK_EQ(counts.at("key"_bytes), 1);
#if __cplusplus >= 202002L
    CHECK(counts.find("key") != counts.end() && counts.find(std::string("none")) == counts.end());
#endif
    std::unordered_set<bytes::view> plain; // std::hash and ==
    plain.insert("x"_bytes);
    CHECK(plain.count("x"_bytes) == 1);
    CHECK_EQ(bytes::hash()("text"), std::hash<bytes::view>()(bytes::view::copy("text")));
}

TEST(output_is_escaped)
{
    std::ostringstream stream;
    bytes::buffer buffer(10);
    buffer.put("b");
    stream << bytes::view::of_static(std::string_view("a\"\n\0\xff", 5)) << ' ' << buffer;
    CHECK_STR(stream.str().c_str(), "b\"a\\\"\\n\\0\\xff\" b\"b\"");
    const std::string long_text(200, '\n');
    std::ostringstream other;
    other << bytes::ref(long_text);
    CHECK_EQ(other.str().size(), 403);
}

#if __cplusplus >= 202002L
TEST(spans_and_ranges_take_views)
{
    const bytes::view view = bytes::view::copy("hello");
    const std::span<const std::uint8_t> span = view;
    CHECK(span.size() == 5 && bytes::ref(span) == "hello");
    CHECK(std::ranges::equal(view, std::string_view("hello")));
    CHECK((view <=> "help") == std::strong_ordering::less);
}
#endif

#if defined(__cpp_lib_format)
TEST(views_are_formatted)
{
    CHECK(std::format("<{}>", bytes::view::copy("a\n")) == "<b\"a\\n\">");
}
#endif

TEST(c_handles_go_in_and_out)
{
    bytes::view view(BYTES_LITERAL("literal"));
    CHECK(view.is_static() && bytes_find_byte(view.c(), 't', 0) == 2);
    Bytes raw = view.release();
    CHECK(view.empty() && raw.len == 7);
    bytes_drop(&raw);
    BytesMut mut = bytes::buffer(10).release();
    CHECK(mut.cap >= 10);
    bytes_mut_drop(&mut);
}

TAP_MAIN()
