// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Follows the opcode maps of the Intel manual, volume 2, appendix A, as far as
// they hold in 64-bit mode.
#include "instructions.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace banos::ld {

namespace {

// What follows an opcode of the one-byte map, a character an opcode:
//   .  nothing             b  8-bit immediate      w  16-bit immediate
//   z  immediate of the operand size, at most 32 bits
//   v  the same, and 64 bits with REX.W            e  enter: 16 and 8 bits
//   o  64-bit address (32 with the prefix 67)      m  ModRM
//   B  ModRM, 8 bits       Z  ModRM, z             -  not in 64-bit mode
//   p  prefix              r  REX                  t  group 3 (test has an immediate)
//   V  VEX                 E  EVEX                 2  the two-byte map
//   s  short branch        l  branch with 32 bits
constexpr std::string_view one_byte_map = "mmmmbz--mmmmbz-2" // 00
                                          "mmmmbz--mmmmbz--" // 10
                                          "mmmmbzp-mmmmbzp-" // 20
                                          "mmmmbzp-mmmmbzp-" // 30
                                          "rrrrrrrrrrrrrrrr" // 40
                                          "................" // 50
                                          "---mpppp"         // 60: 62 is EVEX, seen before
                                          "zZbB...."         // 68
                                          "ssssssssssssssss" // 70
                                          "BZ-Bmmmmmmmmmmmm" // 80
                                          "..........-....." // 90
                                          "oooo....bz......" // A0
                                          "bbbbbbbbvvvvvvvv" // B0
                                          "BBw.VVBZe.w..b-." // C0
                                          "mmmm---.mmmmmmmm" // D0
                                          "ssssbbbbll-s...." // E0
                                          "p.pp..tt......mm" // F0
    ;
static_assert(one_byte_map.size() == 256);

// The same for the map behind 0F.
//   3  the map behind 0F 38     4  the map behind 0F 3A
constexpr std::string_view two_byte_map = "mmmm-.....-.-m.B" // 00
                                          "mmmmmmmmmmmmmmmm" // 10
                                          "mmmm----mmmmmmmm" // 20
                                          "......-.3-4-----" // 30
                                          "mmmmmmmmmmmmmmmm" // 40
                                          "mmmmmmmmmmmmmmmm" // 50
                                          "mmmmmmmmmmmmmmmm" // 60
                                          "BBBBmmm.mm--mmmm" // 70
                                          "llllllllllllllll" // 80
                                          "mmmmmmmmmmmmmmmm" // 90
                                          "...mBm--...mBmmm" // A0
                                          "mmmmmmmmmmBmmmmm" // B0
                                          "mmBmBBBm........" // C0
                                          "mmmmmmmmmmmmmmmm" // D0
                                          "mmmmmmmmmmmmmmmm" // E0
                                          "mmmmmmmmmmmmmmmm" // F0
    ;
static_assert(two_byte_map.size() == 256);

class decoder {
  public:
    explicit decoder(byte_view code) : code_(code) {}

    instruction decode() noexcept {
        const unsigned char opcode = read_prefixes();
        if (failed_)
            return {};
        if (opcode == 0x62)
            return decode_evex();
        const char form = one_byte_map[opcode];
        if (form == '2')
            return decode_two_byte();
        if (form == 'V')
            return decode_vex(opcode);
        read_operands(form);
        return finish(kind_of_one_byte(opcode));
    }

  private:
    unsigned char take() noexcept {
        if (at_ >= code_.size()) {
            failed_ = true;
            return 0;
        }
        return code_[at_++];
    }

    void skip(std::size_t bytes) noexcept {
        if (bytes > code_.size() - at_)
            failed_ = true;
        else
            at_ += bytes;
    }

    [[nodiscard]] instruction finish(instruction_kind kind) const noexcept {
        if (failed_)
            return {};
        return {at_, kind};
    }

    // Answers the first byte that is not a prefix.
    unsigned char read_prefixes() noexcept {
        for (;;) {
            const unsigned char byte = take();
            const char form = one_byte_map[byte];
            if (failed_ || (form != 'p' && form != 'r'))
                return byte;
            operand_16_ = operand_16_ || byte == 0x66;
            address_32_ = address_32_ || byte == 0x67;
            rex_w_ = form == 'r' && (byte & 8) != 0;
        }
    }

    void read_modrm() noexcept {
        modrm_ = take();
        const unsigned mode = modrm_ >> 6;
        if (mode == 3)
            return;
        unsigned base = modrm_ & 7U;
        if (base == 4)
            base = take() & 7U;
        if (mode == 1)
            skip(1);
        else if (mode == 2 || base == 5)
            skip(4);
    }

    [[nodiscard]] unsigned modrm_register() const noexcept { return (modrm_ >> 3) & 7U; }
    [[nodiscard]] bool modrm_memory() const noexcept { return modrm_ < 0xc0; }
    [[nodiscard]] std::size_t immediate_size() const noexcept {
        return operand_16_ && !rex_w_ ? 2 : 4;
    }

    void read_operands(char form) noexcept {
        if (std::string_view("mBZt").find(form) != std::string_view::npos)
            read_modrm();
        switch (form) {
        case 'b':
        case 'B':
        case 's':
            return skip(1);
        case 'w':
            return skip(2);
        case 'e':
            return skip(3);
        case 'l':
            return skip(4);
        case 'z':
        case 'Z':
            return skip(immediate_size());
        case 'v':
            return skip(rex_w_ ? 8 : immediate_size());
        case 'o':
            return skip(address_32_ ? 4 : 8);
        case 't':
            if (modrm_register() < 2)
                skip((code_[modrm_at()] & 1) != 0 ? immediate_size() : 1);
            return;
        case '-':
            failed_ = true;
            return;
        default:
            return;
        }
    }

    // Group 3 is F6 and F7: the opcode stands before its ModRM, and no prefix
    // is of that value. Prefixes come first, so the first F6 or F7 is it.
    [[nodiscard]] std::size_t modrm_at() const noexcept {
        std::size_t i = 0;
        while ((code_[i] & 0xfe) != 0xf6)
            ++i;
        return i;
    }

    [[nodiscard]] instruction_kind kind_of_one_byte(unsigned char opcode) const noexcept {
        if (opcode == 0xc3 || opcode == 0xc2 || opcode == 0xca || opcode == 0xcb)
            return instruction_kind::bare_return;
        if (opcode == 0xff && modrm_register() >= 2 && modrm_register() <= 5)
            return instruction_kind::indirect_branch;
        if (opcode == 0x9b || (opcode & 0xf8) == 0xd8)
            return instruction_kind::floating_point;
        return instruction_kind::other;
    }

    instruction decode_two_byte() noexcept {
        const unsigned char opcode = take();
        switch (two_byte_map[opcode]) {
        case '3':
            return decode_0f38();
        case '4':
            take();
            read_operands('B');
            return finish(instruction_kind::floating_point);
        default:
            read_operands(two_byte_map[opcode]);
            return finish(kind_of_two_byte(opcode));
        }
    }

    [[nodiscard]] instruction_kind kind_of_two_byte(unsigned char opcode) const noexcept {
        if (opcode == 0xae) // fxsave, fxrstor, ldmxcsr, stmxcsr; the fences are harmless
            return modrm_memory() && modrm_register() < 4 ? instruction_kind::floating_point
                                                          : instruction_kind::other;
        if (opcode == 0x0b || opcode == 0xb9 || opcode == 0xff) // the undefined ones trap
            return instruction_kind::other;
        const bool vector = opcode == 0x0e || opcode == 0x0f || (opcode >= 0x10 && opcode < 0x18) ||
                            (opcode >= 0x28 && opcode < 0x30) ||
                            (opcode >= 0x50 && opcode < 0x80) || opcode == 0xc2 ||
                            (opcode >= 0xc4 && opcode < 0xc7) || opcode >= 0xd0;
        return vector ? instruction_kind::floating_point : instruction_kind::other;
    }

    instruction decode_0f38() noexcept {
        const unsigned char opcode = take();
        read_operands('m');
        // movbe, crc32, adcx, adox and the virtualisation group use no vectors.
        const bool general = opcode >= 0xf0 || (opcode >= 0x80 && opcode < 0x83);
        return finish(general ? instruction_kind::other : instruction_kind::floating_point);
    }

    instruction decode_vex(unsigned char first) noexcept {
        unsigned map = 1;
        if (first == 0xc4) {
            map = take() & 0x1fU;
            take();
        } else {
            take();
        }
        const unsigned char opcode = take();
        if (map == 1 && opcode == 0x77) // vzeroupper
            return finish(instruction_kind::floating_point);
        read_operands(map == 3 ? 'B' : map == 2 ? 'm' : two_byte_map[opcode]);
        // BMI1 and BMI2 work on general registers.
        const bool general =
            (map == 2 && opcode >= 0xf2 && opcode <= 0xf7) || (map == 3 && opcode == 0xf0);
        return finish(general ? instruction_kind::other : instruction_kind::floating_point);
    }

    instruction decode_evex() noexcept {
        const unsigned map = take() & 7U;
        skip(2);
        const unsigned char opcode = take();
        read_operands(map == 3 ? 'B' : map == 1 ? two_byte_map[opcode] : 'm');
        return finish(instruction_kind::floating_point);
    }

    byte_view code_;
    std::size_t at_ = 0;
    unsigned char modrm_ = 0;
    bool failed_ = false;
    bool operand_16_ = false;
    bool address_32_ = false;
    bool rex_w_ = false;
};

} // namespace

instruction decode_instruction(byte_view code) noexcept {
    return decoder(code).decode();
}

} // namespace banos::ld
