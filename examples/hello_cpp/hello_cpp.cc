// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A driver in C++: everything that it holds is a member of its class and goes
// with it; nobody writes uninit(). Each program that opens the device has a
// greeting of its own:
//
//	exec 3<>/dev/hello_cpp; echo -n Ada >&3; head -n 1 <&3
#include <banos/driver.hpp>

namespace {

// How a name becomes a greeting.
struct language {
    virtual uint64_t greet(char* text, uint64_t size, const char* name) const = 0;
};

struct english : language {
    uint64_t greet(char* text, uint64_t size, const char* name) const override {
        return banos_format(text, size, "Hello, %s!\n", name);
    }
};

struct german : language {
    uint64_t greet(char* text, uint64_t size, const char* name) const override {
        return banos_format(text, size, "Hallo, %s!\n", name);
    }
};

constinit const english in_english;
constinit const german in_german;

constinit bool speak_german = false;

constexpr banos_parameter parameters[] = {
    BANOS_PARAMETER(speak_german, BANOS_PARAMETER_BOOL, "greet in German"),
};

class hello {
  public:
    banos::status start(banos_driver* driver) {
        driver_ = driver;
        if (banos::status made = lock_.create(driver); made.failed())
            return made;
        return device_.create(driver, options, this);
    }

    ~hello() {
        device_.reset(); // nobody greets any more
        if (driver_)
            banos_print(driver_, BANOS_PRINT_INFO, "%llu greetings",
                        static_cast<unsigned long long>(greetings_));
    }

    banos_driver* driver() const { return driver_; }

    // Called by any number of files at once.
    uint64_t greet(char* text, uint64_t size, const char* name) {
        const language& chosen = speak_german ? static_cast<const language&>(in_german)
                                              : static_cast<const language&>(in_english);
        banos::lock_guard guard(lock_);
        ++greetings_;
        return chosen.greet(text, size, name);
    }

  private:
    // What one open(2) made. A write sets the name, and the greeting starts anew.
    class visitor {
      public:
        explicit visitor(hello& house) : house_(house) {}

        banos::status open(banos::file) { return lock_.create(house_.driver()); }

        int64_t write(banos::file, banos::user_buffer from, uint64_t& position) {
            char name[64] = {};
            const int64_t copied = from.copy_from(name, sizeof(name) - 1);
            if (copied < 0)
                return copied;
            banos::lock_guard guard(lock_);
            size_ = house_.greet(text_, sizeof(text_), name);
            position = 0;
            return copied;
        }

        int64_t read(banos::file, banos::user_buffer to, uint64_t& position) {
            banos::lock_guard guard(lock_);
            if (size_ == 0)
                size_ = house_.greet(text_, sizeof(text_), "stranger");
            if (position >= size_)
                return 0;
            const int64_t copied = to.copy_to(text_ + position, size_ - position);
            if (copied > 0)
                position += static_cast<uint64_t>(copied);
            return copied;
        }

      private:
        hello& house_;
        banos::mutex lock_;
        char text_[80] = {};
        uint64_t size_ = 0;
    };

    static constexpr banos_chrdev_options options = {
        .size = sizeof(banos_chrdev_options),
        .mode = 0666,
        .flags = 0,
        .name = "hello_cpp",
    };

    banos_driver* driver_ = nullptr;
    banos::mutex lock_;
    uint64_t greetings_ = 0;
    banos::chrdev<hello, visitor> device_;
};

} // namespace

BANOS_CLASS_DRIVER(hello_cpp, hello, "Dual MIT/GPL", BANOS_VERSION(1, 0, 0),
                   .description = "answers a greeting, in C++", BANOS_PARAMETERS(parameters));
