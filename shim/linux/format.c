// SPDX-License-Identifier: GPL-2.0-only OR MIT
// Copyright (C) 2026 The banos developers
/*
 * Formatted text: see format.h. Length and value of each part are computed
 * first and written then, so that a width of two thousand million costs no
 * more than the buffer is long.
 */
#include "format.h"

/* A 64-bit number in octal. */
#define DIGITS_MAX 22

enum {
	FLAG_MINUS = 1,
	FLAG_PLUS = 2,
	FLAG_SPACE = 4,
	FLAG_ALTERNATE = 8,
	FLAG_ZERO = 16,
};

enum length {
	LENGTH_INT,
	LENGTH_CHAR,
	LENGTH_SHORT,
	LENGTH_LONG, /* z as well */
	LENGTH_64,   /* ll and j */
};

/* What stands for "an argument says it" in the format. */
#define FROM_ARGUMENT (-2)
#define ABSENT        (-1)

/* Where the text goes; length counts on when the buffer is full. */
struct output {
	char *buffer;
	size_t size;
	size_t length;
};

/* One conversion, as it stands in the format. */
struct conversion {
	unsigned int flags;
	int width;
	int precision;
	enum length length;
	char letter;
};

/* A va_list that can be handed on by address on every machine. */
struct arguments {
	va_list list;
};

/* A number in digits, with what stands before them, and the least of zeroes. */
struct number {
	char digits[DIGITS_MAX];
	size_t digit_count;
	const char *prefix;
	size_t zeroes;
};

static size_t room(const struct output *output, size_t wanted)
{
	size_t left = output->size > output->length ?
		      output->size - output->length : 0;

	return wanted < left ? wanted : left;
}

static void put(struct output *output, const char *text, size_t length)
{
	size_t fitting = room(output, length);

	if (fitting)
		memcpy(output->buffer + output->length, text, fitting);
	output->length += length;
}

static void put_repeated(struct output *output, char byte, size_t count)
{
	size_t fitting = room(output, count);

	if (fitting)
		memset(output->buffer + output->length, byte, fitting);
	output->length += count;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A number in the format; one that is too large for an int stays at INT_MAX. */
static const char *parse_number(const char *format, int *number)
{
	int digit;

	*number = 0;
	for (; is_digit(*format); format++) {
		digit = *format - '0';
		if (*number > (INT_MAX - digit) / 10)
			*number = INT_MAX;
		else
			*number = *number * 10 + digit;
	}
	return format;
}

static const char *parse_flags(const char *format, unsigned int *flags)
{
	for (*flags = 0;; format++) {
		switch (*format) {
		case '-':
			*flags |= FLAG_MINUS;
			break;
		case '+':
			*flags |= FLAG_PLUS;
			break;
		case ' ':
			*flags |= FLAG_SPACE;
			break;
		case '#':
			*flags |= FLAG_ALTERNATE;
			break;
		case '0':
			*flags |= FLAG_ZERO;
			break;
		default:
			return format;
		}
	}
}

static const char *parse_width(const char *format, int *width)
{
	if (*format != '*')
		return parse_number(format, width);
	*width = FROM_ARGUMENT;
	return format + 1;
}

static const char *parse_length(const char *format, enum length *length)
{
	*length = LENGTH_INT;
	switch (*format) {
	case 'h':
		*length = format[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
		return format + (format[1] == 'h' ? 2 : 1);
	case 'l':
		*length = format[1] == 'l' ? LENGTH_64 : LENGTH_LONG;
		return format + (format[1] == 'l' ? 2 : 1);
	case 'j':
		*length = LENGTH_64;
		return format + 1;
	case 'z':
		*length = LENGTH_LONG;
		return format + 1;
	}
	return format;
}

/* Behind the '%'. Returns: behind the conversion, or NULL: it is none of ours. */
static const char *parse(const char *format, struct conversion *conversion)
{
	bool plain;

	format = parse_flags(format, &conversion->flags);
	format = parse_width(format, &conversion->width);
	conversion->precision = ABSENT;
	if (*format == '.')
		format = parse_width(format + 1, &conversion->precision);
	format = parse_length(format, &conversion->length);
	plain = conversion->length == LENGTH_INT;
	conversion->letter = *format;
	switch (*format) {
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		return format + 1;
	case 'c':
	case 's':
	case 'p':
	case '%':
		return plain ? format + 1 : NULL;
	}
	return NULL;
}

/* Widths and precisions that are arguments; negative ones as C has them. */
static void take_widths(struct conversion *conversion,
			struct arguments *arguments)
{
	int value;

	if (conversion->width == FROM_ARGUMENT) {
		value = va_arg(arguments->list, int);
		if (value < 0) {
			conversion->flags |= FLAG_MINUS;
			value = value == INT_MIN ? INT_MAX : -value;
		}
		conversion->width = value;
	}
	if (conversion->precision == FROM_ARGUMENT) {
		value = va_arg(arguments->list, int);
		conversion->precision = value < 0 ? ABSENT : value;
	}
}

static long long take_signed(enum length length, struct arguments *arguments)
{
	switch (length) {
	case LENGTH_CHAR:
		return (signed char)va_arg(arguments->list, int);
	case LENGTH_SHORT:
		return (short)va_arg(arguments->list, int);
	case LENGTH_LONG:
		return va_arg(arguments->list, long);
	case LENGTH_64:
		return va_arg(arguments->list, long long);
	case LENGTH_INT:
		break;
	}
	return va_arg(arguments->list, int);
}

static unsigned long long take_unsigned(enum length length,
					struct arguments *arguments)
{
	switch (length) {
	case LENGTH_CHAR:
		return (unsigned char)va_arg(arguments->list, unsigned int);
	case LENGTH_SHORT:
		return (unsigned short)va_arg(arguments->list, unsigned int);
	case LENGTH_LONG:
		return va_arg(arguments->list, unsigned long);
	case LENGTH_64:
		return va_arg(arguments->list, unsigned long long);
	case LENGTH_INT:
		break;
	}
	return va_arg(arguments->list, unsigned int);
}

/* Digits are filled from the end, and moved to the front then. */
static void to_digits(struct number *number, unsigned long long value,
		      unsigned int base, bool capitals)
{
	const char *letters = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
	char *first = number->digits + DIGITS_MAX;

	for (; value; value /= base)
		*--first = letters[value % base];
	number->digit_count = (size_t)(number->digits + DIGITS_MAX - first);
	memmove(number->digits, first, number->digit_count);
}

static const char *sign_of(long long value, unsigned int flags)
{
	if (value < 0)
		return "-";
	if (flags & FLAG_PLUS)
		return "+";
	return flags & FLAG_SPACE ? " " : "";
}

static void take_number(struct number *number,
			const struct conversion *conversion,
			struct arguments *arguments)
{
	bool alternate = conversion->flags & FLAG_ALTERNATE;
	unsigned long long value;
	long long with_sign;

	number->prefix = "";
	number->zeroes = 0;
	switch (conversion->letter) {
	case 'd':
	case 'i':
		with_sign = take_signed(conversion->length, arguments);
		number->prefix = sign_of(with_sign, conversion->flags);
		value = (unsigned long long)with_sign;
		to_digits(number, with_sign < 0 ? 0 - value : value, 10, false);
		break;
	case 'u':
		value = take_unsigned(conversion->length, arguments);
		to_digits(number, value, 10, false);
		break;
	case 'o':
		value = take_unsigned(conversion->length, arguments);
		to_digits(number, value, 8, false);
		number->zeroes = alternate ? 1 : 0;
		break;
	default:
		value = take_unsigned(conversion->length, arguments);
		to_digits(number, value, 16, conversion->letter == 'X');
		if (alternate && value)
			number->prefix = conversion->letter == 'X' ? "0X" : "0x";
	}
}

/* The least number of digits: from the precision, or else the flag 0. */
static size_t digits_wanted(const struct conversion *conversion, size_t prefix)
{
	size_t width = (size_t)conversion->width;

	if (conversion->precision != ABSENT)
		return (size_t)conversion->precision;
	if ((conversion->flags & (FLAG_ZERO | FLAG_MINUS)) == FLAG_ZERO &&
	    width > prefix)
		return width - prefix;
	return 1;
}

/* Blanks to the left or to the right of what is @length bytes long. */
static void put_blanks(struct output *output,
		       const struct conversion *conversion, size_t length,
		       bool to_the_right)
{
	size_t width = (size_t)conversion->width;
	bool right = conversion->flags & FLAG_MINUS;

	if (right == to_the_right && width > length)
		put_repeated(output, ' ', width - length);
}

static void put_number(struct output *output,
		       const struct conversion *conversion,
		       struct arguments *arguments)
{
	size_t prefix, wanted, length;
	struct number number;

	take_number(&number, conversion, arguments);
	prefix = strlen(number.prefix);
	wanted = digits_wanted(conversion, prefix);
	if (wanted > number.digit_count)
		number.zeroes = wanted - number.digit_count;
	length = prefix + number.zeroes + number.digit_count;
	put_blanks(output, conversion, length, false);
	put(output, number.prefix, prefix);
	put_repeated(output, '0', number.zeroes);
	put(output, number.digits, number.digit_count);
	put_blanks(output, conversion, length, true);
}

static void put_padded(struct output *output,
		       const struct conversion *conversion, const char *text,
		       size_t length)
{
	put_blanks(output, conversion, length, false);
	put(output, text, length);
	put_blanks(output, conversion, length, true);
}

static void put_string(struct output *output,
		       const struct conversion *conversion, const char *text)
{
	size_t length;

	if (!text)
		text = "(null)";
	length = conversion->precision == ABSENT ?
		 strlen(text) : strnlen(text, (size_t)conversion->precision);
	put_padded(output, conversion, text, length);
}

/* The kernel hashes it; a C library prints it as it is. */
static void put_pointer(struct output *output,
			const struct conversion *conversion, const void *value)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%p", value);

	put_padded(output, conversion, text, (size_t)length);
}

static void put_conversion(struct output *output, struct conversion *conversion,
			   struct arguments *arguments)
{
	char byte;

	take_widths(conversion, arguments);
	switch (conversion->letter) {
	case 'c':
		byte = (char)va_arg(arguments->list, int);
		put_padded(output, conversion, &byte, 1);
		break;
	case 's':
		put_string(output, conversion,
			   va_arg(arguments->list, const char *));
		break;
	case 'p':
		put_pointer(output, conversion,
			    va_arg(arguments->list, const void *));
		break;
	case '%':
		put(output, "%", 1);
		break;
	default:
		put_number(output, conversion, arguments);
	}
}

static void put_format(struct output *output, const char *format,
		       struct arguments *arguments)
{
	struct conversion conversion;
	const char *next;

	while (*format) {
		next = strchr(format, '%');
		if (!next)
			break;
		put(output, format, (size_t)(next - format));
		format = next;
		next = parse(format + 1, &conversion);
		if (!next)
			break;
		put_conversion(output, &conversion, arguments);
		format = next;
	}
	put(output, format, strlen(format));
}

size_t format_arguments(char *buffer, size_t size, const char *format,
			va_list arguments)
{
	struct output output = { .buffer = buffer, .size = size };
	struct arguments copy;

	va_copy(copy.list, arguments);
	put_format(&output, format, &copy);
	va_end(copy.list);
	if (size)
		buffer[output.length < size ? output.length : size - 1] = '\0';
	return output.length;
}
