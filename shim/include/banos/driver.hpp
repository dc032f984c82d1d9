/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The ABI for drivers in C++20: handles that clean up after themselves,
 * callbacks that are members of the driver's own classes, and memory as
 * objects. All of it is inline, and compiles to the calls that one would write
 * in C; the C headers say what the functions do, and when they may be called.
 *
 *	class blinker {
 *	public:
 *		banos::status start(banos_driver *driver)
 *		{
 *			if (banos::status made = timer_.create<&blinker::tick>(driver, this);
 *			    made.failed())
 *				return made;
 *			return timer_.start_periodic(0, 500 * 1000000ull);
 *		}
 *
 *	private:
 *		void tick(uint64_t overruns);
 *
 *		banos::timer timer_;
 *	};
 *
 *	BANOS_CLASS_DRIVER(blink, blinker, "GPL", BANOS_VERSION(1, 0, 0));
 *
 * What to know about C++ in a driver:
 *
 * - There are no exceptions, no RTTI, no thread-local variables, and nothing
 *   runs before init() or behind uninit(): what has a constructor or destructor
 *   to run is no global variable, but a member of the driver's class.
 * - There is no global operator new: memory is somebody's. banos::make<T>()
 *   takes the driver that owns it.
 * - Of the standard library, these work with gcc 12 and clang 14: <bit>,
 *   <compare>, <concepts>, <cstddef>, <cstdint>, <initializer_list>, <new>,
 *   <optional>, <tuple>, <type_traits>, <utility>, <variant>. This header needs
 *   <new>, <type_traits> and <utility>. <array>, <atomic>, <limits> and <span>
 *   work with gcc; for clang 14 they hold floating point, which a driver has
 *   not. The __atomic builtins work with both.
 * - Handles are created by a function that can fail, not by a constructor; an
 *   object whose create() was not called, or failed, holds nothing and may
 *   only be created, moved or destroyed. Members are destroyed in reverse
 *   order: so put what starts others behind what is started.
 * - Objects whose address was given to a callback must not move.
 */
#ifndef BANOS_DRIVER_HPP
#define BANOS_DRIVER_HPP

#include <new>
#include <type_traits>
#include <utility>

#include <banos/banos.h>

/* Tells the lock checker which line creates a lock: see <banos/lock.h>. */
#define BANOS_ALWAYS_INLINE __attribute__((always_inline)) inline

namespace banos {

/*
 * Results.
 */

/* How a call went: 0, or a negative number of enum banos_error. */
class [[nodiscard]] status {
  public:
    constexpr status() = default;
    constexpr status(int32_t code) : code_(code) {}

    /* status::of(BANOS_EINVAL) */
    static constexpr status of(banos_error error) { return -static_cast<int32_t>(error); }

    constexpr bool failed() const { return code_ < 0; }
    constexpr bool succeeded() const { return code_ >= 0; }
    constexpr int32_t code() const { return code_; }
    constexpr bool is(banos_error error) const { return code_ == of(error).code_; }

  private:
    int32_t code_ = 0;
};

/* A value, or the error that there is instead. */
template<typename Value>
class [[nodiscard]] result {
  public:
    result(Value value) : value_(std::move(value)) {}
    result(banos::status failure) : status_(failure) {}
    result(banos_error error) : status_(status::of(error)) {}
    result(result&& other) noexcept : status_(other.status_) {
        if (status_.succeeded())
            new (&value_) Value(std::move(other.value_));
    }
    result& operator=(result&&) = delete;
    ~result() {
        if (status_.succeeded())
            value_.~Value();
    }

    bool failed() const { return status_.failed(); }
    bool succeeded() const { return status_.succeeded(); }
    banos::status why() const { return status_; }

    /* Only of one that succeeded. */
    Value& value() { return value_; }
    const Value& value() const { return value_; }

  private:
    banos::status status_;
    union {
        Value value_;
    };
};

/*
 * Memory.
 */

template<typename Type>
class unique_pointer;

/* An object in memory of the driver. Null: out of memory. */
template<typename Type, typename... Arguments>
[[nodiscard]] unique_pointer<Type> make(banos_driver* driver, Arguments&&... arguments) {
    void* memory = banos_memory_allocate(driver, sizeof(Type), alignof(Type), 0);

    if (!memory)
        return {};
    return unique_pointer<Type>(new (memory) Type(std::forward<Arguments>(arguments)...));
}

/* Owns an object of make(). */
template<typename Type>
class unique_pointer {
  public:
    constexpr unique_pointer() = default;
    explicit unique_pointer(Type* object) : object_(object) {}
    unique_pointer(unique_pointer&& other) noexcept : object_(other.release()) {}
    unique_pointer& operator=(unique_pointer&& other) noexcept {
        reset(other.release());
        return *this;
    }
    ~unique_pointer() { reset(); }

    Type* get() const { return object_; }
    Type& operator*() const { return *object_; }
    Type* operator->() const { return object_; }
    explicit operator bool() const { return object_; }

    /* The caller owns it from here on. */
    [[nodiscard]] Type* release() { return std::exchange(object_, nullptr); }

    void reset(Type* object = nullptr) {
        Type* old = std::exchange(object_, object);

        if (old) {
            old->~Type();
            banos_memory_free(old);
        }
    }

  private:
    Type* object_ = nullptr;
};

/* Elements in memory of the driver, default-constructed; of fixed number. */
template<typename Type>
class unique_array {
  public:
    constexpr unique_array() = default;
    unique_array(unique_array&& other) noexcept
        : elements_(std::exchange(other.elements_, nullptr)),
          count_(std::exchange(other.count_, 0)) {}
    unique_array& operator=(unique_array&& other) noexcept {
        std::swap(elements_, other.elements_);
        std::swap(count_, other.count_);
        return *this;
    }
    ~unique_array() { clear(); }

    status create(banos_driver* driver, uint64_t count) {
        void* memory = banos_memory_allocate_array(driver, count, sizeof(Type), alignof(Type), 0);

        if (!memory)
            return status::of(BANOS_ENOMEM);
        clear();
        elements_ = static_cast<Type*>(memory);
        for (count_ = 0; count_ < count; count_++)
            new (&elements_[count_]) Type();
        return {};
    }

    void clear() {
        while (count_)
            elements_[--count_].~Type();
        banos_memory_free(std::exchange(elements_, nullptr));
    }

    uint64_t size() const { return count_; }
    Type* begin() const { return elements_; }
    Type* end() const { return elements_ + count_; }
    Type& operator[](uint64_t index) const { return elements_[index]; }

  private:
    Type* elements_ = nullptr;
    uint64_t count_ = 0;
};

/*
 * Handles.
 */

/* Owns a handle; Destroy is what the ABI gives for it. */
template<typename Handle, auto Destroy>
class unique_handle {
  public:
    constexpr unique_handle() = default;
    unique_handle(unique_handle&& other) noexcept : handle_(other.release()) {}
    unique_handle& operator=(unique_handle&& other) noexcept {
        reset(other.release());
        return *this;
    }
    ~unique_handle() { reset(); }

    /* For what the ABI can do and this header does not have. */
    Handle* get() const { return handle_; }
    explicit operator bool() const { return handle_; }

    [[nodiscard]] Handle* release() { return std::exchange(handle_, nullptr); }

    void reset(Handle* handle = nullptr) {
        Handle* old = std::exchange(handle_, handle);

        if (old)
            Destroy(old);
    }

  protected:
    /* For the functions that create: what was there goes first. */
    Handle** fresh() {
        reset();
        return &handle_;
    }

  private:
    Handle* handle_ = nullptr;
};

/*
 * Locks. They fit lock_guard, and those with try_lock() what else expects the
 * names of the standard library.
 */

class mutex : public unique_handle<banos_mutex, banos_mutex_destroy> {
  public:
    BANOS_ALWAYS_INLINE status create(banos_driver* driver) {
        return banos_mutex_create(driver, fresh());
    }

    void lock() { banos_mutex_lock(get()); }
    status lock_interruptible() { return banos_mutex_lock_interruptible(get()); }
    [[nodiscard]] bool try_lock() { return banos_mutex_try_lock(get()); }
    void unlock() { banos_mutex_unlock(get()); }
};

class spinlock : public unique_handle<banos_spinlock, banos_spinlock_destroy> {
  public:
    BANOS_ALWAYS_INLINE status create(banos_driver* driver) {
        return banos_spinlock_create(driver, fresh());
    }

    void lock() { banos_spinlock_lock(get()); }
    [[nodiscard]] bool try_lock() { return banos_spinlock_try_lock(get()); }
    void unlock() { banos_spinlock_unlock(get()); }

    [[nodiscard]] uint64_t lock_irqsave() { return banos_spinlock_lock_irqsave(get()); }
    void unlock_irqrestore(uint64_t flags) { banos_spinlock_unlock_irqrestore(get(), flags); }
};

class raw_spinlock : public unique_handle<banos_raw_spinlock, banos_raw_spinlock_destroy> {
  public:
    BANOS_ALWAYS_INLINE status create(banos_driver* driver) {
        return banos_raw_spinlock_create(driver, fresh());
    }

    void lock() { banos_raw_spinlock_lock(get()); }
    [[nodiscard]] bool try_lock() { return banos_raw_spinlock_try_lock(get()); }
    void unlock() { banos_raw_spinlock_unlock(get()); }

    [[nodiscard]] uint64_t lock_irqsave() { return banos_raw_spinlock_lock_irqsave(get()); }
    void unlock_irqrestore(uint64_t flags) { banos_raw_spinlock_unlock_irqrestore(get(), flags); }
};

/* lock() and unlock() are the writer's. */
class rwlock : public unique_handle<banos_rwlock, banos_rwlock_destroy> {
  public:
    BANOS_ALWAYS_INLINE status create(banos_driver* driver) {
        return banos_rwlock_create(driver, fresh());
    }

    void lock() { banos_rwlock_write_lock(get()); }
    [[nodiscard]] bool try_lock() { return banos_rwlock_try_write_lock(get()); }
    void unlock() { banos_rwlock_write_unlock(get()); }

    void lock_shared() { banos_rwlock_read_lock(get()); }
    [[nodiscard]] bool try_lock_shared() { return banos_rwlock_try_read_lock(get()); }
    void unlock_shared() { banos_rwlock_read_unlock(get()); }

    /* From writer to reader: unlock_shared() then. */
    void downgrade() { banos_rwlock_downgrade(get()); }
};

/* Holds a lock until the end of the block. */
template<typename Lock>
class [[nodiscard]] lock_guard {
  public:
    explicit lock_guard(Lock& lock) : lock_(lock) { lock_.lock(); }
    lock_guard(const lock_guard&) = delete;
    lock_guard& operator=(const lock_guard&) = delete;
    ~lock_guard() { lock_.unlock(); }

  private:
    Lock& lock_;
};

/* Holds a spinlock, of either kind, and keeps interrupts out. */
template<typename Lock>
class [[nodiscard]] irq_lock_guard {
  public:
    explicit irq_lock_guard(Lock& lock) : lock_(lock), flags_(lock.lock_irqsave()) {}
    irq_lock_guard(const irq_lock_guard&) = delete;
    irq_lock_guard& operator=(const irq_lock_guard&) = delete;
    ~irq_lock_guard() { lock_.unlock_irqrestore(flags_); }

  private:
    Lock& lock_;
    uint64_t flags_;
};

/* Holds an rwlock as one of its readers. */
class [[nodiscard]] shared_lock_guard {
  public:
    explicit shared_lock_guard(rwlock& lock) : lock_(lock) { lock_.lock_shared(); }
    shared_lock_guard(const shared_lock_guard&) = delete;
    shared_lock_guard& operator=(const shared_lock_guard&) = delete;
    ~shared_lock_guard() { lock_.unlock_shared(); }

  private:
    rwlock& lock_;
};

/*
 * Callbacks: members of a class. A function for the ABI is made for each.
 */

namespace detail {

template<typename Member>
struct member_of;

template<typename Object, typename Answer, typename... Arguments>
struct member_of<Answer (Object::*)(Arguments...)> {
    using object = Object;
};

template<typename Object, typename Answer, typename... Arguments>
struct member_of<Answer (Object::*)(Arguments...) noexcept> {
    using object = Object;
};

/* The class that a member belongs to. */
template<auto Member>
using object_of = typename member_of<decltype(Member)>::object;

template<auto Member, typename... Arguments>
BANOS_ALWAYS_INLINE decltype(auto) call(void* object, Arguments... arguments) {
    return (static_cast<object_of<Member>*>(object)->*Member)(arguments...);
}

/* What members may answer: a status, or a number. */
constexpr int32_t number(status answer) {
    return answer.code();
}

template<typename Number>
requires std::is_integral_v<Number>
constexpr Number number(Number answer) {
    return answer;
}

template<typename Condition>
int32_t holds(void* condition) {
    return (*static_cast<Condition*>(condition))() ? 1 : 0;
}

} // namespace detail

/*
 * Waiting.
 */

inline constexpr uint64_t forever = BANOS_FOREVER;

class completion : public unique_handle<banos_completion, banos_completion_destroy> {
  public:
    status create(banos_driver* driver) { return banos_completion_create(driver, fresh()); }

    void complete() { banos_complete(get()); }
    void complete_all() { banos_complete_all(get()); }
    void reset_to_incomplete() { banos_completion_reset(get()); }
    bool done() const { return banos_completion_done(get()); }

    status wait(uint64_t timeout_ns = forever, uint32_t flags = 0) {
        return banos_completion_wait(get(), timeout_ns, flags);
    }
};

class wait_queue : public unique_handle<banos_wait_queue, banos_wait_queue_destroy> {
  public:
    status create(banos_driver* driver) { return banos_wait_queue_create(driver, fresh()); }

    /* queue.wait([&] { return !list.empty(); }) */
    template<typename Condition>
    status wait(Condition condition, uint64_t timeout_ns = forever, uint32_t flags = 0) {
        return banos_wait(get(), detail::holds<Condition>, &condition, timeout_ns, flags);
    }

    void wake_one() { banos_wake_one(get()); }
    void wake_all() { banos_wake_all(get()); }
};

/*
 * Timers, work, threads. The object that create() is given must stay where it
 * is until the handle is destroyed.
 */

class timer : public unique_handle<banos_timer, banos_timer_destroy> {
  public:
    /* void Object::member(uint64_t overruns) */
    template<auto Member>
    status create(banos_driver* driver, detail::object_of<Member>* object) {
        return banos_timer_create(driver, expired<Member>, object, fresh());
    }

    void start(uint64_t delay_ns) { banos_timer_start(get(), delay_ns); }
    void start_at(uint64_t time_ns) { banos_timer_start_at(get(), time_ns); }
    status start_periodic(uint64_t delay_ns, uint64_t period_ns) {
        return banos_timer_start_periodic(get(), delay_ns, period_ns);
    }
    bool stop() { return banos_timer_stop(get()); }
    status try_stop() { return banos_timer_try_stop(get()); }
    uint64_t remaining() const { return banos_timer_remaining(get()); }
    bool active() const { return banos_timer_active(get()); }

  private:
    template<auto Member>
    static void expired(banos_timer*, void* object, uint64_t overruns) {
        detail::call<Member>(object, overruns);
    }
};

class work_queue : public unique_handle<banos_work_queue, banos_work_queue_destroy> {
  public:
    status create(banos_driver* driver, const banos_work_queue_options* options = nullptr) {
        return banos_work_queue_create(driver, options, fresh());
    }
};

class work : public unique_handle<banos_work, banos_work_destroy> {
  public:
    /* void Object::member() */
    template<auto Member>
    status create(banos_driver* driver, detail::object_of<Member>* object) {
        return banos_work_create(driver, nullptr, run<Member>, object, fresh());
    }

    template<auto Member>
    status create(banos_driver* driver, const work_queue& queue,
                  detail::object_of<Member>* object) {
        return banos_work_create(driver, queue.get(), run<Member>, object, fresh());
    }

    bool submit() { return banos_work_submit(get()); }
    bool submit_delayed(uint64_t delay_ns) { return banos_work_submit_delayed(get(), delay_ns); }
    bool cancel() { return banos_work_cancel(get()); }
    void flush() { banos_work_flush(get()); }

  private:
    template<auto Member>
    static void run(banos_work*, void* object) {
        detail::call<Member>(object);
    }
};

/* Destroying it stops the thread, and waits. */
class thread : public unique_handle<banos_thread, banos_thread_stop> {
  public:
    /* int32_t or banos::status Object::member(banos_thread *self) */
    template<auto Member>
    status create(banos_driver* driver, detail::object_of<Member>* object,
                  const banos_thread_options* options = nullptr) {
        return banos_thread_create(driver, options, run<Member>, object, fresh());
    }

    /* What its function answered. */
    int32_t stop() { return banos_thread_stop(release()); }
    void wake() { banos_thread_wake(get()); }
    void set_realtime() { banos_thread_set_realtime(get()); }

  private:
    template<auto Member>
    static int32_t run(banos_thread* self, void* object) {
        return detail::number(detail::call<Member>(object, self));
    }
};

/*
 * Pages and character devices.
 */

class pages : public unique_handle<banos_pages, banos_pages_destroy> {
  public:
    status create(banos_driver* driver, uint64_t count) {
        return banos_pages_create(driver, count, 0, fresh());
    }

    void* address() const { return banos_pages_address(get()); }
    uint64_t count() const { return banos_pages_count(get()); }
    uint64_t size() const { return count() * banos_page_size(); }
};

/* The memory of a program that reads or writes. */
class user_buffer {
  public:
    explicit user_buffer(banos_user_buffer* buffer) : buffer_(buffer) {}

    banos_user_buffer* get() const { return buffer_; }
    uint64_t remaining() const { return banos_user_buffer_remaining(buffer_); }
    int64_t copy_to(const void* from, uint64_t size) {
        return banos_user_buffer_copy_to(buffer_, from, size);
    }
    int64_t copy_from(void* to, uint64_t size) {
        return banos_user_buffer_copy_from(buffer_, to, size);
    }
    int64_t zero(uint64_t size) { return banos_user_buffer_zero(buffer_, size); }
    uint64_t skip(uint64_t size) { return banos_user_buffer_skip(buffer_, size); }

  private:
    banos_user_buffer* buffer_;
};

/* An open file, in an operation on it. */
class file {
  public:
    explicit file(banos_file* handle) : file_(handle) {}

    banos_file* get() const { return file_; }
    uint32_t flags() const { return banos_file_flags(file_); }
    bool nonblocking() const { return flags() & BANOS_FILE_NONBLOCKING; }

    template<typename Condition>
    status wait(const wait_queue& queue, Condition condition, uint64_t timeout_ns = forever,
                uint32_t flags = BANOS_WAIT_INTERRUPTIBLE) {
        return banos_file_wait(file_, queue.get(), detail::holds<Condition>, &condition, timeout_ns,
                               flags);
    }

  private:
    banos_file* file_;
};

/* A poll(2) that is under way. */
class poll {
  public:
    explicit poll(banos_poll* handle) : poll_(handle) {}

    void wait(const wait_queue& queue) { banos_poll_wait(poll_, queue.get()); }

  private:
    banos_poll* poll_;
};

/* An mmap(2) that is under way. */
class mapping {
  public:
    explicit mapping(banos_mapping* handle) : mapping_(handle) {}

    uint64_t offset() const { return banos_mapping_offset(mapping_); }
    uint64_t size() const { return banos_mapping_size(mapping_); }
    uint32_t flags() const { return banos_mapping_flags(mapping_); }
    status set_pages(const pages& shown, uint64_t first) {
        return banos_mapping_set_pages(mapping_, shown.get(), first);
    }
    status forbid_writing() { return banos_mapping_forbid_writing(mapping_); }

  private:
    banos_mapping* mapping_;
};

namespace detail {

/*
 * The operations of a class, as the ABI wants them. Which of the members are
 * there decides which operations a device has.
 */
template<typename Target>
struct file_operations {
    static Target& target(banos_file* handle) {
        return *static_cast<Target*>(banos_file_context(handle));
    }

    static int64_t read(banos_file* handle, banos_user_buffer* to, uint64_t* position) {
        return target(handle).read(file(handle), user_buffer(to), *position);
    }

    static int64_t write(banos_file* handle, banos_user_buffer* from, uint64_t* position) {
        return target(handle).write(file(handle), user_buffer(from), *position);
    }

    static int64_t seek(banos_file* handle, int64_t offset, uint32_t whence, uint64_t position) {
        return target(handle).seek(file(handle), offset, whence, position);
    }

    static int64_t ioctl(banos_file* handle, uint32_t command, uint64_t argument) {
        return number(target(handle).ioctl(file(handle), command, argument));
    }

    static uint32_t poll(banos_file* handle, banos_poll* under_way) {
        return target(handle).poll(file(handle), banos::poll(under_way));
    }

    static int32_t mmap(banos_file* handle, banos_mapping* under_way) {
        return number(target(handle).mmap(file(handle), mapping(under_way)));
    }

    static constexpr void fill(banos_chrdev_operations& operations) {
        operations.size = sizeof(operations);
        if constexpr (requires { &Target::read; })
            operations.read = read;
        if constexpr (requires { &Target::write; })
            operations.write = write;
        if constexpr (requires { &Target::seek; })
            operations.seek = seek;
        if constexpr (requires { &Target::ioctl; })
            operations.ioctl = ioctl;
        if constexpr (requires { &Target::poll; })
            operations.poll = poll;
        if constexpr (requires { &Target::mmap; })
            operations.mmap = mmap;
    }
};

/* The device's object serves all files. */
template<typename Device, typename File>
struct device_operations {
    static int32_t open(banos_file* handle) {
        return number(file_operations<Device>::target(handle).open(file(handle)));
    }

    static void release(banos_file* handle) {
        file_operations<Device>::target(handle).release(file(handle));
    }

    static constexpr banos_chrdev_operations make() {
        banos_chrdev_operations operations = {};

        file_operations<Device>::fill(operations);
        if constexpr (requires { &Device::open; })
            operations.open = open;
        if constexpr (requires { &Device::release; })
            operations.release = release;
        return operations;
    }
};

/* Each file has an object of its own. */
template<typename Device, typename File>
requires(!std::is_void_v<File>) struct device_operations<Device, File> {
    static int32_t open(banos_file* handle) {
        Device& device = file_operations<Device>::target(handle);
        unique_pointer<File> opened = banos::make<File>(device.driver(), device);
        status answer;

        if (!opened)
            return status::of(BANOS_ENOMEM).code();
        if constexpr (requires { &File::open; })
            answer = number(opened->open(file(handle)));
        if (answer.failed())
            return answer.code();
        banos_file_set_context(handle, opened.release());
        return 0;
    }

    static void release(banos_file* handle) {
        unique_pointer<File>(&file_operations<File>::target(handle)).reset();
    }

    static constexpr banos_chrdev_operations make() {
        banos_chrdev_operations operations = {};

        file_operations<File>::fill(operations);
        operations.open = open;
        operations.release = release;
        return operations;
    }
};

template<typename Device, typename File>
inline constexpr banos_chrdev_operations operations_of = device_operations<Device, File>::make();

} // namespace detail

/**
 * class chrdev - a node in /dev whose operations are members of a class
 *
 * chrdev<Device>: one object serves all files. Its public members, of which
 * those that are there become operations:
 *
 *	banos::status open(banos::file)
 *	void release(banos::file)
 *	int64_t read(banos::file, banos::user_buffer, uint64_t &position)
 *	int64_t write(banos::file, banos::user_buffer, uint64_t &position)
 *	int64_t seek(banos::file, int64_t offset, uint32_t whence,
 *			  uint64_t position)
 *	int64_t or banos::status ioctl(banos::file, uint32_t command,
 *					    uint64_t argument)
 *	uint32_t poll(banos::file, banos::poll)
 *	banos::status mmap(banos::file, banos::mapping)
 *
 * chrdev<Device, File>: each open(2) makes a File, from a Device &, which its
 * end destroys; the members are File's, and File::open() may refuse. Device
 * has driver(), a banos_driver *, which owns the memory.
 */
template<typename Device, typename File = void>
class chrdev : public unique_handle<banos_chrdev, banos_chrdev_destroy> {
  public:
    status create(banos_driver* driver, const banos_chrdev_options& options, Device* object) {
        return banos_chrdev_create(driver, &options, &detail::operations_of<Device, File>, object,
                                   fresh());
    }

    const char* name() const { return banos_chrdev_name(get()); }
};

/*
 * Drivers.
 */

namespace detail {

/* One object of a class between init() and uninit(). */
template<typename Type>
struct driver_object {
    static int init(banos_driver* driver) {
        unique_pointer<Type> created = make<Type>(driver);
        status answer;

        if (!created)
            return status::of(BANOS_ENOMEM).code();
        answer = created->start(driver);
        if (answer.failed())
            return answer.code();
        object = created.release();
        return 0;
    }

    static int uninit(banos_driver*) {
        unique_pointer<Type>(std::exchange(object, nullptr)).reset();
        return 0;
    }

    static inline constinit Type* object = nullptr;
};

} // namespace detail

/* What people and administrators are told; the members of banos_driver. */
struct driver_details {
    const char* description = nullptr;
    const char* author = nullptr;
    const banos_parameter* parameters = nullptr;
    uint64_t parameter_size = 0;
    uint64_t parameter_count = 0;
};

namespace detail {

template<typename Type>
consteval banos_driver describe(const char* name, const char* license, uint32_t version,
                                const driver_details& details) {
    banos_driver driver = {};

    driver.driver_size = sizeof(driver);
    driver.minimal_banos_version = BANOS_VERSION_CURRENT;
    driver.name = name;
    driver.license = license;
    driver.version = version;
    driver.init = driver_object<Type>::init;
    driver.uninit = driver_object<Type>::uninit;
    driver.description = details.description;
    driver.author = details.author;
    driver.parameters = details.parameters;
    driver.parameter_size = details.parameter_size;
    driver.parameter_count = details.parameter_count;
    return driver;
}

} // namespace detail

} // namespace banos

/*
 * Defines the image's one driver: init() makes an object of the class and
 * calls its start(banos_driver *), which answers a banos::status; uninit(), and
 * a start() that failed, destroy it. Behind the version come the details that
 * there are, in this order: .description, .author, BANOS_PARAMETERS().
 */
#define BANOS_CLASS_DRIVER(driver_name, type, license, version, ...)                               \
    __attribute__((used, section(".banos-driver"),                                                 \
                   aligned(8))) constinit banos_driver banos_driver_##driver_name =                \
        banos::detail::describe<type>(#driver_name, license, version, {__VA_ARGS__})

#endif
