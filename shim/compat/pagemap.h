/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_PAGEMAP_H
#define BANOS_COMPAT_PAGEMAP_H

#include <linux/pagemap.h>
#include <linux/uio.h>

#include "capabilities.h"

/*
 * compat_read_folio - the member of address_space_operations that fills a page:
 * { .compat_read_folio = function }, whose second argument is a COMPAT_FOLIO
 *
 * 5.19 made pages folios there. A mapping that does not ask for large ones gets
 * folios of one page.
 */
#if HAVE_READ_FOLIO
#define compat_read_folio read_folio
#define COMPAT_FOLIO struct folio

static inline struct page *compat_folio_page(COMPAT_FOLIO *folio)
{
	return folio_page(folio, 0);
}

static inline struct inode *compat_folio_inode(COMPAT_FOLIO *folio)
{
	return folio->mapping->host;
}

static inline loff_t compat_folio_position(COMPAT_FOLIO *folio)
{
	return folio_pos(folio);
}

/* The end of filling it, well or not. */
static inline void compat_folio_end_read(COMPAT_FOLIO *folio, bool success)
{
	if (success)
		folio_mark_uptodate(folio);
	folio_unlock(folio);
}
#else
#define compat_read_folio readpage
#define COMPAT_FOLIO struct page

static inline struct page *compat_folio_page(COMPAT_FOLIO *page)
{
	return page;
}

static inline struct inode *compat_folio_inode(COMPAT_FOLIO *page)
{
	return page->mapping->host;
}

static inline loff_t compat_folio_position(COMPAT_FOLIO *page)
{
	return page_offset(page);
}

static inline void compat_folio_end_read(COMPAT_FOLIO *page, bool success)
{
	if (success)
		SetPageUptodate(page);
	unlock_page(page);
}
#endif

/*
 * compat_copy_splice_read, compat_filemap_splice_read - for the splice_read of
 * files that are read by read_iter(), and of files in the page cache
 *
 * 6.5 brought one for each, and took generic_file_splice_read(), which calls
 * read_iter() and so serves both.
 */
#if HAVE_COPY_SPLICE_READ
#define compat_copy_splice_read copy_splice_read
#define compat_filemap_splice_read filemap_splice_read
#else
#define compat_copy_splice_read generic_file_splice_read
#define compat_filemap_splice_read generic_file_splice_read
#endif

/**
 * compat_fault_in_readable - have the pages there that a write will copy from
 *
 * 5.16 brought fault_in_iov_iter_readable(), which also says how far it got;
 * before, iov_iter_fault_in_readable() sees to the first segment.
 * Returns: whether the first byte can be read now
 */
static inline bool compat_fault_in_readable(struct iov_iter *from)
{
	size_t size = min_t(size_t, iov_iter_count(from), SZ_64K);

#if HAVE_FAULT_IN_IOV_ITER
	return fault_in_iov_iter_readable(from, size) < size;
#else
	if (!iov_iter_fault_in_readable(from, size))
		return true;
	return !iov_iter_fault_in_readable(from, 1);
#endif
}

/**
 * compat_fault_in_writeable - have the pages there that a read will copy to
 *
 * 5.16 brought fault_in_iov_iter_writeable(); before, one segment at a time can
 * be written to, by writing zeroes, which the read will overwrite.
 * Returns: whether the first byte can be written now
 */
static inline bool compat_fault_in_writeable(struct iov_iter *to)
{
	size_t size = min_t(size_t, iov_iter_count(to), SZ_64K);
#if HAVE_FAULT_IN_IOV_ITER
	return fault_in_iov_iter_writeable(to, size) < size;
#else
	struct iovec segment;

	if (!iter_is_iovec(to))
		return false;
	segment = iov_iter_iovec(to);
	size = min(size, segment.iov_len);
	if (!fault_in_pages_writeable(segment.iov_base, size))
		return true;
	return !fault_in_pages_writeable(segment.iov_base, 1);
#endif
}

#endif
