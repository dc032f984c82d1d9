// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Operations on files and symbolic links: see filesystem.h.
 *
 * While the driver runs, a page of the program that is missing is not brought
 * in: that could mean to read a file of the very same mount, with its locks
 * held. Copying is cut short then, and when the driver is out, the page is
 * brought in and the driver called again.
 */
#include <linux/bvec.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <banos/filesystem.h>

#include "compat/mm.h"
#include "compat/pagemap.h"
#include "filesystem.h"
#include "user.h"

typedef int64_t (*transfer_operation)(struct banos_node *node,
				      struct banos_user_buffer *buffer,
				      uint64_t position);

/*
 * One call of read() or write(). What it answers counts, not what it took from
 * the buffer. Returns: bytes or an error; the buffer has moved by so many.
 */
static ssize_t call(struct fs_node *node, transfer_operation operation,
		    struct banos_user_buffer *buffer, loff_t position)
{
	struct mount_state *mount = node->use->mount;
	size_t before = iov_iter_count(buffer->iter);
	unsigned int flags;
	size_t moved;
	s64 answer;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	pagefault_disable();
	answer = operation(&node->use->driver, buffer, position);
	pagefault_enable();
	if (unlikely(answer < 0))
		answer = filesystem_answer(mount, answer);
	filesystem_leave(mount, flags);
	moved = before - iov_iter_count(buffer->iter);
	if (unlikely(answer > 0 && answer > moved))
		answer = -EIO;
	if (unlikely(moved && answer < (s64)moved))
		iov_iter_revert(buffer->iter, moved - max_t(s64, answer, 0));
	return answer;
}

static ssize_t read_piece(struct inode *inode, struct iov_iter *to,
			  loff_t position)
{
	struct banos_user_buffer buffer = { .iter = to, .read = true };
	struct fs_node *node = to_fs_node(inode);
	ssize_t answer;

	down_read(&node->content);
	answer = call(node, operations_of(node->use->mount)->read, &buffer,
		      position);
	up_read(&node->content);
	return answer;
}

/* What is in the page cache is not so any more. No lock of ours is held. */
static void drop_pages(struct inode *inode, loff_t position, size_t size)
{
	if (inode->i_mapping->nrpages)
		invalidate_inode_pages2_range(inode->i_mapping,
					      position >> PAGE_SHIFT,
					      (position + size - 1) >> PAGE_SHIFT);
}

static ssize_t write_piece(struct inode *inode, struct iov_iter *from,
			   loff_t position)
{
	struct banos_user_buffer buffer = { .iter = from, .read = false };
	struct fs_node *node = to_fs_node(inode);
	ssize_t answer;

	down_write(&node->content);
	answer = call(node, operations_of(node->use->mount)->write, &buffer,
		      position);
	if (answer > 0 && position + answer > i_size_read(inode))
		i_size_write(inode, position + answer);
	up_write(&node->content);
	if (answer > 0)
		drop_pages(inode, position, answer);
	return answer;
}

/* At the end there is nothing to wait for; else it was cut short. */
static ssize_t direct_read(struct kiocb *call, struct iov_iter *to)
{
	struct inode *inode = file_inode(call->ki_filp);
	ssize_t done = 0;
	ssize_t answer;

	if (!iov_iter_count(to))
		return 0;
	do {
		answer = read_piece(inode, to, call->ki_pos);
		if (answer > 0) {
			call->ki_pos += answer;
			done += answer;
		}
	} while (iov_iter_count(to) &&
		 ((answer > 0 && call->ki_pos < i_size_read(inode)) ||
		  (answer == -EFAULT && compat_fault_in_writeable(to))));
	return done ?: answer;
}

static ssize_t write_all(struct kiocb *call, struct iov_iter *from)
{
	struct inode *inode = file_inode(call->ki_filp);
	ssize_t done = 0;
	ssize_t answer;

	do {
		answer = write_piece(inode, from, call->ki_pos);
		if (!answer)
			answer = -EIO;
		if (answer > 0) {
			call->ki_pos += answer;
			done += answer;
		}
	} while (iov_iter_count(from) &&
		 (answer > 0 ||
		  (answer == -EFAULT && compat_fault_in_readable(from))));
	return done ?: answer;
}

/* Where the end is, somebody else may know better than the inode. */
static ssize_t write_locked(struct kiocb *call, struct iov_iter *from)
{
	ssize_t answer = 0;

	if (call->ki_flags & IOCB_APPEND)
		answer = node_refresh(file_inode(call->ki_filp));
	if (!answer)
		answer = generic_write_checks(call, from);
	if (answer <= 0)
		return answer;
	answer = file_remove_privs(call->ki_filp);
	return answer ?: write_all(call, from);
}

static ssize_t direct_write(struct kiocb *call, struct iov_iter *from)
{
	struct inode *inode = file_inode(call->ki_filp);
	ssize_t answer;

	inode_lock(inode);
	answer = write_locked(call, from);
	inode_unlock(inode);
	return answer > 0 ? generic_write_sync(call, answer) : answer;
}

static bool is_gone(const struct inode *inode)
{
	return READ_ONCE(mount_of(inode)->gone);
}

int node_open(struct inode *inode, struct file *file)
{
	return is_gone(inode) ? -EIO : generic_file_open(inode, file);
}

int node_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file_inode(file);
	struct mount_state *mount = mount_of(inode);
	unsigned int flags;
	int error = 0;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	if (operations_of(mount)->sync)
		error = operations_of(mount)->sync(&mount->driver,
						   &to_fs_node(inode)->use->driver);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

/* The page cache. */

/* Fill a page; what is behind the end reads as zeroes. */
static int fill_page(struct inode *inode, struct page *page, loff_t position)
{
	struct bio_vec segment = { .bv_page = page, .bv_len = PAGE_SIZE };
	struct iov_iter to;
	ssize_t answer;

	iov_iter_bvec(&to, READ, &segment, 1, PAGE_SIZE);
	do {
		answer = read_piece(inode, &to, position);
		position += max_t(ssize_t, answer, 0);
	} while (answer > 0 && iov_iter_count(&to));
	iov_iter_zero(iov_iter_count(&to), &to);
	flush_dcache_page(page);
	return answer < 0 ? answer : 0;
}

static int read_folio(struct file *file, COMPAT_FOLIO *folio)
{
	int error = fill_page(compat_folio_inode(folio), compat_folio_page(folio),
			      compat_folio_position(folio));

	compat_folio_end_read(folio, !error);
	return error;
}

const struct address_space_operations file_page_operations = {
	.compat_read_folio = read_folio,
};

/* For reading only: nobody would hear of what a program wrote. */
static int file_mmap(struct file *file, struct vm_area_struct *area)
{
	if (is_gone(file_inode(file)))
		return -EIO;
	if (area->vm_flags & VM_SHARED) {
		if (area->vm_flags & VM_WRITE)
			return -ENODEV;
		compat_vm_flags_clear(area, VM_MAYWRITE);
	}
	return generic_file_mmap(file, area);
}

static ssize_t cached_read(struct kiocb *call, struct iov_iter *to)
{
	if (is_gone(file_inode(call->ki_filp)))
		return -EIO;
	return generic_file_read_iter(call, to);
}

const struct file_operations file_direct_operations = {
	.open = node_open,
	.llseek = generic_file_llseek,
	.read_iter = direct_read,
	.write_iter = direct_write,
	.mmap = file_mmap,
	.fsync = node_fsync,
	.splice_read = compat_copy_splice_read,
	.splice_write = iter_file_splice_write,
};

const struct file_operations file_cached_operations = {
	.open = node_open,
	.llseek = generic_file_llseek,
	.read_iter = cached_read,
	.mmap = file_mmap,
	.fsync = node_fsync,
	.splice_read = compat_filemap_splice_read,
};

const struct inode_operations file_operations_of_inode = {
	.getattr = node_getattr,
	.setattr = node_setattr,
};

/* Symbolic links: their content is the target. */

static ssize_t read_target(struct inode *inode, char *target)
{
	struct kvec segment = { .iov_base = target, .iov_len = PATH_MAX - 1 };
	struct iov_iter to;
	ssize_t length = 0;
	ssize_t answer;

	iov_iter_kvec(&to, READ, &segment, 1, segment.iov_len);
	do {
		answer = read_piece(inode, &to, length);
		length += max_t(ssize_t, answer, 0);
	} while (answer > 0 && iov_iter_count(&to));
	if (answer < 0)
		return answer;
	target[length] = '\0';
	/* An empty one would lead the kernel to where it stands. */
	return length && !memchr(target, '\0', length) ? length : -EIO;
}

static const char *get_link(struct dentry *dentry, struct inode *inode,
			    struct delayed_call *done)
{
	ssize_t length;
	char *target;

	if (!dentry)
		return ERR_PTR(-ECHILD);
	target = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!target)
		return ERR_PTR(-ENOMEM);
	length = read_target(inode, target);
	if (length < 0) {
		kfree(target);
		return ERR_PTR(length);
	}
	set_delayed_call(done, kfree_link, target);
	return target;
}

const struct inode_operations symlink_operations = {
	.get_link = get_link,
	.getattr = node_getattr,
	.setattr = node_setattr,
};
