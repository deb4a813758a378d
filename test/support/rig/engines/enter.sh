#!/bin/sh
# Runs a command with a Debian tree as its root. It is the first process of its own namespaces of mounts and processes
# (see engineGuard.mjs), so nothing that is mounted or started here outlives it.
#
# Arguments: the folder that everything of this engine lives in; the tree; the folders of the machine that have to be in
# sight under their own names (an engine's socket, its data, and the volumes of tests lie there); `--`; the command.
set -eu
folder=$1 tree=$2
shift 2

cd "$folder"
mkdir -p tree scratch root
# A tree that several runs use at once is never written to: what they write lies in memory, and ends with them.
mount --bind "$tree" tree
mount -t tmpfs tmpfs scratch
mkdir scratch/upper scratch/work
mount -t overlay overlay -o lowerdir=tree,upperdir=scratch/upper,workdir=scratch/work root

cd root
mkdir -p proc sys dev run
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs tmpfs run
while [ "$1" != -- ]; do
  mkdir -p "./$1"
  mount --bind "$1" "./$1"
  shift
done
shift

# A chroot alone would not do: an engine needs a root of its own to unpack an image.
mkdir -p .outside
pivot_root . .outside
cd /
umount -l /.outside
rmdir /.outside

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# It forwards signals, and reaps orphans that an engine leaves to the first process.
exec catatonit -- "$@"
