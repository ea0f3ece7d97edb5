#!/usr/bin/env bash
# Proves the promise of the README: on a fresh Debian 12 machine `./dev demo` paints its first frame in under
# ten minutes on two cores (downloads not counted), and the second time in under fifteen seconds.
#
#   tests/integration/fresh_machine.sh [--worktree] [--tree DIR] [--keep] [-- COMMAND...]
#
# It makes a minimal Debian tree with debootstrap (root needed), clones this repository into it (--worktree
# copies the files as they are now instead), and runs `./dev demo` twice there, with empty caches. Mirrors and
# the npm registry are those of this host. COMMAND replaces the two demos, e.g. `-- ./dev setup test`.
set -euo pipefail

repository="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
tree=/tmp/loket-fresh
worktree=no
keep=no
command=()
first_frame_limit=600
second_run_limit=15

while (($#)); do
  case "$1" in
    --worktree) worktree=yes ;;
    --keep) keep=yes ;;
    --tree) tree="$2" && shift ;;
    --)
      shift
      command=("$@")
      break
      ;;
    *) echo "unknown argument: $1" >&2 && exit 2 ;;
  esac
  shift
done

say() { printf '==> %s\n' "$*"; }
fail() { say "fresh machine: FAILED: $*" && exit 1; }

((EUID == 0)) || fail "debootstrap and chroot need root"
command -v debootstrap >/dev/null || fail "debootstrap is not installed"
[[ ! -e "$tree" ]] || fail "$tree exists already"

# "SITE RELEASE COMPONENTS" of every Debian package source of this host.
host_sources() {
  # shellcheck disable=SC2016 # the variables are apt's
  apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' |
    awk '$1 == "Packages" && $2 == "Debian" { print $3, $4, $5 }' | sort -u
}

make_tree() {
  local main
  main="$(host_sources | awk '$2 == "bookworm" { print $1; exit }')"
  [[ -n "$main" ]] || fail "this host's apt knows no Debian 12 (run apt-get update)"
  say "A minimal Debian 12 in $tree"
  debootstrap --variant=minbase --include=git,ca-certificates bookworm "$tree" "$main" >"$tree.log" 2>&1 ||
    fail "debootstrap, see $tree.log"
  host_sources | sed 's/^/deb /' >"$tree/etc/apt/sources.list"
  rm -rf "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/archives/*.deb
  cp /etc/resolv.conf "$tree/etc/resolv.conf"
  # A network with a certificate authority of its own is trusted in there as it is here.
  if compgen -G "/usr/local/share/ca-certificates/*.crt" >/dev/null; then
    cp /usr/local/share/ca-certificates/*.crt "$tree/usr/local/share/ca-certificates/"
    chroot "$tree" update-ca-certificates >>"$tree.log" 2>&1
  fi
}

bring_project() {
  say "The project"
  if [[ "$worktree" == yes ]]; then
    mkdir -p "$tree/root/loket"
    (cd "$repository" && git ls-files -z --cached --others --exclude-standard |
      tar --null --ignore-failed-read -cf - -T -) | tar -xf - -C "$tree/root/loket"
  else
    git clone -q "file://$repository" "$tree/root/loket"
  fi
}

# inside COMMAND...: in the tree, in namespaces of its own (nothing stays mounted or running), with two cores and
# an environment as bare as that of a new machine.
inside() {
  local registry=()
  if command -v npm >/dev/null; then
    registry=("npm_config_registry=$(cd / && npm config get registry 2>/dev/null)")
  fi
  # shellcheck disable=SC2016 # expanded inside
  taskset -c 0,1 unshare --mount --pid --fork --kill-child bash -c '
    set -e
    tree="$1" && shift
    mount --make-rprivate /
    mount -t proc proc "$tree/proc"
    mount --rbind /dev "$tree/dev"
    mount -t tmpfs tmpfs "$tree/tmp"
    exec chroot "$tree" env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
  ' inside "$tree" \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "${registry[@]}" \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    bash -c 'cd /root/loket && exec "$@"' project "$@" </dev/null
}

make_tree
bring_project

if ((${#command[@]})); then
  begin=$SECONDS
  inside "${command[@]}" || fail "${command[*]} ended with $?"
  say "fresh machine: ${command[*]} took $((SECONDS - begin)) s"
else
  say "The first ./dev demo"
  begin=$SECONDS
  inside ./dev demo | tee "$tree.demo" || fail "the first demo"
  first_total=$((SECONDS - begin))
  read -r frame downloads < <(sed -nE 's/.*first frame after ([0-9]+) s \(of these ([0-9]+) s.*/\1 \2/p' "$tree.demo") ||
    fail "the first demo told of no frame"
  say "The second ./dev demo"
  begin=$SECONDS
  inside ./dev demo | tee "$tree.demo2" || fail "the second demo"
  second_total=$((SECONDS - begin))
  read -r second_frame _ < <(sed -nE 's/.*first frame after ([0-9]+) s \(of these ([0-9]+) s.*/\1 \2/p' "$tree.demo2") ||
    fail "the second demo told of no frame"

  say "first:  $first_total s in all; first frame after $frame s, $downloads s of it downloads: $((frame - downloads)) s counted (limit $first_frame_limit)"
  say "second: $second_total s in all; first frame after $second_frame s (limit $second_run_limit)"
  ((frame - downloads <= first_frame_limit)) || fail "the first frame came too late"
  ((second_frame <= second_run_limit)) || fail "the second first frame came too late"
  say "fresh machine: passed"
fi
[[ "$keep" == yes ]] || rm -rf "$tree" "$tree".log "$tree".demo "$tree".demo2
