#!/bin/sh
# Runs a command as a user who is not root, with ids of its own for the users in containers. It is run inside the root
# that enter.sh has made, which forgets this user again.
#
# Arguments: the folder that everything of this engine lives in; then the command.
set -eu
folder=$1
shift
name=rootless id=51234

groupadd --gid "$id" "$name"
useradd --create-home --uid "$id" --gid "$id" "$name"
echo "$name:100000:65536" >/etc/subuid
echo "$name:100000:65536" >/etc/subgid
mkdir -p "/run/user/$id"
chown "$id:$id" "/run/user/$id"
chown -R "$id:$id" "$folder"
# For a network of its own.
mkdir -p /dev/net
mount -t tmpfs tmpfs /dev/net
mknod -m 666 /dev/net/tun c 10 200
# What an engine mounts for a container has to appear in the namespaces that it makes for it.
mount --make-rshared /

cd "$folder"
export HOME="/home/$name" XDG_RUNTIME_DIR="/run/user/$id"
exec setpriv --reuid "$id" --regid "$id" --init-groups "$@"
