"""The flags of `docker run` and `podman run`: which take a value, and what becomes of each."""

from collections.abc import Mapping

from openpalm_desktop.phrases import marked

SHORT: Mapping[str, str] = {
    "a": "attach",
    "c": "cpu-shares",
    "d": "detach",
    "e": "env",
    "h": "hostname",
    "i": "interactive",
    "l": "label",
    "m": "memory",
    "P": "publish-all",
    "p": "publish",
    "q": "quiet",
    "t": "tty",
    "u": "user",
    "v": "volume",
    "w": "workdir",
}

OTHER_NAMES: Mapping[str, str] = {
    "net": "network",
    "net-alias": "network-alias",
    "dns-opt": "dns-option",
}
"""Older names that still work."""

TEXTS: Mapping[str, str] = {
    "cgroup-parent": "cgroup_parent",
    "cgroupns": "cgroup",
    "cpus": "cpus",
    "cpuset-cpus": "cpuset",
    "domainname": "domainname",
    "hostname": "hostname",
    "ipc": "ipc",
    "isolation": "isolation",
    "mac-address": "mac_address",
    "memory": "mem_limit",
    "memory-reservation": "mem_reservation",
    "memory-swap": "memswap_limit",
    "pid": "pid",
    "platform": "platform",
    "pull": "pull_policy",
    "restart": "restart",
    "runtime": "runtime",
    "shm-size": "shm_size",
    "stop-signal": "stop_signal",
    "userns": "userns_mode",
    "uts": "uts",
}
"""Flags with a text that Compose has a key for."""

NUMBERS: Mapping[str, str] = {
    "cpu-count": "cpu_count",
    "cpu-percent": "cpu_percent",
    "cpu-period": "cpu_period",
    "cpu-quota": "cpu_quota",
    "cpu-rt-period": "cpu_rt_period",
    "cpu-rt-runtime": "cpu_rt_runtime",
    "cpu-shares": "cpu_shares",
    "memory-swappiness": "mem_swappiness",
    "oom-score-adj": "oom_score_adj",
    "pids-limit": "pids_limit",
}

SWITCHES: Mapping[str, str] = {
    "init": "init",
    "interactive": "stdin_open",
    "oom-kill-disable": "oom_kill_disable",
    "privileged": "privileged",
    "read-only": "read_only",
    "tty": "tty",
    "use-api-socket": "use_api_socket",
}

LISTS: Mapping[str, str] = {
    "add-host": "extra_hosts",
    "cap-add": "cap_add",
    "cap-drop": "cap_drop",
    "device": "devices",
    "device-cgroup-rule": "device_cgroup_rules",
    "dns": "dns",
    "dns-option": "dns_opt",
    "dns-search": "dns_search",
    "expose": "expose",
    "group-add": "group_add",
    "security-opt": "security_opt",
    "tmpfs": "tmpfs",
}

PAIRS: Mapping[str, str] = {
    "annotation": "annotations",
    "storage-opt": "storage_opt",
    "sysctl": "sysctls",
}

RATES: Mapping[str, tuple[str, str]] = {
    "blkio-weight-device": ("weight_device", "weight"),
    "device-read-bps": ("device_read_bps", "rate"),
    "device-read-iops": ("device_read_iops", "rate"),
    "device-write-bps": ("device_write_bps", "rate"),
    "device-write-iops": ("device_write_iops", "rate"),
}

HEALTH: Mapping[str, str] = {
    "health-cmd": "test",
    "health-interval": "interval",
    "health-retries": "retries",
    "health-start-interval": "startInterval",
    "health-start-period": "startPeriod",
    "health-timeout": "timeout",
}

OF_THE_COMMAND = frozenset(
    {"attach", "cidfile", "detach", "detach-keys", "disable-content-trust", "help", "quiet"}
    | {"rm", "sig-proxy", "name", "replace", "rmi"}
)
"""What concerns the command itself: a stack runs in the background and names its containers."""

LEFT_OUT: Mapping[str, str] = {
    "env-file": marked("The file is not read: write what it holds into the environment."),
    "label-file": marked("The file is not read: write its labels as labels."),
    "publish-all": marked("Write which ports are to be published."),
    "link": marked("In a stack, containers find each other by their names."),
    "volumes-from": marked("Name the volumes themselves, or add this to the Compose keys by hand."),
    "volume-driver": marked("Volumes of a stack are Docker’s plain ones."),
    "ip": marked("A stack’s networks give out their addresses by themselves."),
    "ip6": marked("A stack’s networks give out their addresses by themselves."),
    "link-local-ip": marked("A stack’s networks give out their addresses by themselves."),
    "kernel-memory": marked("Docker does not support it any more."),
    "cpuset-mems": marked("Compose has no key for it."),
    "io-maxbandwidth": marked("Compose has no key for it."),
    "io-maxiops": marked("Compose has no key for it."),
}

_READ_ONE_BY_ONE = frozenset(
    {"blkio-weight", "entrypoint", "env", "gpus", "label", "log-driver", "log-opt", "mount"}
    | {"network", "network-alias", "no-healthcheck", "publish", "stop-timeout", "ulimit", "user"}
    | {"volume", "workdir"}
)

_PODMAN_SWITCHES = frozenset(
    {"env-host", "http-proxy", "no-hostname", "no-hosts", "read-only-tmpfs", "rootfs"}
    | {"tls-verify", "unsetenv-all", "passwd"}
)

_PODMAN_VALUES = frozenset(
    {"arch", "authfile", "cert-dir", "cgroup-conf", "cgroups", "chrootdirs", "conmon-pidfile"}
    | {"creds", "decryption-key", "gidmap", "group-entry", "health-log-destination"}
    | {"health-max-log-count", "health-max-log-size", "health-on-failure", "health-startup-cmd"}
    | {"health-startup-interval", "health-startup-retries", "health-startup-success"}
    | {"health-startup-timeout", "hostuser", "image-volume", "init-path", "intel-rdt-closid"}
    | {"os", "passwd-entry", "personality", "pidfile", "pod", "pod-id-file", "preserve-fd"}
    | {"preserve-fds", "rdt-class", "requires", "retry", "retry-delay", "sdnotify"}
    | {"seccomp-policy", "secret", "shm-size-systemd", "subgidname", "subuidname", "systemd"}
    | {"timeout", "tz", "uidmap", "umask", "unsetenv", "variant", "volume-label"}
)

VALUELESS = (
    frozenset(SWITCHES)
    | _PODMAN_SWITCHES
    | {
        *("detach", "disable-content-trust", "help", "no-healthcheck", "publish-all", "quiet"),
        *("replace", "rm", "rmi", "sig-proxy"),
    }
)
"""Flags that say yes by being there; a value needs a `=`."""

KNOWN = frozenset().union(
    *(SHORT.values(), OTHER_NAMES, TEXTS, NUMBERS, SWITCHES, LISTS, PAIRS, RATES, HEALTH),
    *(OF_THE_COMMAND, LEFT_OUT, _READ_ONE_BY_ONE, _PODMAN_SWITCHES, _PODMAN_VALUES),
)
