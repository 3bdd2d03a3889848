"""Rules for what channels and services have in common: image, variables, storage, Compose."""

from typing import Any

from tests.rules import Fires, Quiet, channel, each, service, warns

C = ("channels", "blog")
BAD_IMAGES = ["", " alpine", "alpine ", "Alpine", "a b", "alpine:", "alpine:a b", "alpine\nx: y"]


def volume(*volumes: Any) -> dict[str, Any]:
    return channel(volumes=list(volumes))


def env(**variables: Any) -> dict[str, Any]:
    return channel(env=variables)


def compose(**keys: Any) -> dict[str, Any]:
    return channel(compose=keys)


FIRES = [
    Fires("template-unknown", (*C, "template"), channel(template="discrod"), "discrod", "discord?"),
    Fires(
        "template-unknown", (*C, "template"), channel(template="zzz"), "zzz", "Choose one of chat"
    ),
    Fires("image-missing", (*C, "image"), channel(image=...), "blog has no image", "Write one"),
    Fires("image-missing", ("services", "db", "image"), service(image=...), "db has no image"),
    *[
        Fires("image-reference", (*C, "image"), channel(image=image), f"“{image}”", " ")
        for image in BAD_IMAGES
    ],
    Fires("image-reference", (*C, "image"), channel(image="Alpine"), "Alpine", "case: alpine."),
    Fires("image-reference", (*C, "image"), channel(image=" a "), " a ", "Remove the spaces"),
    Fires(
        "setting-missing",
        (*C, "config", "DISCORD_BOT_TOKEN"),
        channel(template="discord"),
        "Discord",
    ),
    warns(
        "setting-empty",
        (*C, "config", "TELEGRAM_BOT_TOKEN"),
        channel(template="telegram", config={"TELEGRAM_BOT_TOKEN": ""}),
        "TELEGRAM_BOT_TOKEN is empty",
    ),
    *[
        Fires("variable-name", (*C, "env", name), env(**{name: "x"}), f"“{name}”", "Use letters")
        for name in ("", "1A", "invalid-key", "A B", "A=B", "A\nB", "Ä", "$A", "#A", "A#")
    ],
    Fires("variable-name", (*C, "config", "a b"), channel(config={"a b": 1}), "“a b”"),
    *[
        Fires("variable-value", (*C, "env", "A"), env(A=value), "A holds a character", "Remove")
        for value in ("\0", "a\0b", "\ud83d", "\udc00x")
    ],
    *[
        warns("reference-inside-text", (*C, "env", "A"), env(A=value), "A is passed on", "exactly")
        for value in ("Bearer ${TOKEN}", "${token}", "${TOKEN:-x}", " ${TOKEN}", "${A}${B}")
    ],
    *[
        warns(
            "secret-in-clear", (*C, "env", name), env(**{name: "hunter2"}), name, f"${{{secret}}}"
        )
        for name, secret in {
            "DB_PASSWORD": "DB_PASSWORD",
            "PGPASSWORD": "PGPASSWORD",
            "dbPassword": "DB_PASSWORD",
            "API_KEY": "API_KEY",
            "apiKey": "API_KEY",
            "OPENAI_APIKEY": "OPENAI_APIKEY",
            "TOKEN": "TOKEN",
            "BOT_TOKENS": "BOT_TOKENS",
            "CLIENT_SECRET": "CLIENT_SECRET",
            "CHANNEL_X_SECRET": "CHANNEL_X_SECRET",
            "MYSQL_PWD": "MYSQL_PWD",
            "SMTP_PASS": "SMTP_PASS",
            "aws.secret": "AWS_SECRET",
            "_KEY": "SECRET__KEY",
        }.items()
    ],
    warns("secret-in-clear", (*C, "env", "PIN_PASSWORD"), env(PIN_PASSWORD=1234), "PIN_PASSWORD"),
    warns(
        "secret-in-clear",
        (*C, "env", "DATABASE_URL"),
        env(DATABASE_URL="postgres://me:hunter2@db/x"),
        "The address in DATABASE_URL holds a password",
        "${DATABASE_URL}",
    ),
    warns(
        "secret-in-clear",
        (*C, "config", "WEBHOOK_INBOUND_TOKEN"),
        channel(template="webhook", config={"WEBHOOK_INBOUND_TOKEN": "x"}),
        "WEBHOOK_INBOUND_TOKEN sounds like a secret",
    ),
    *[
        Fires("volume", (*C, "volumes", 0), volume(text), word, "Write it as in")
        for text, word in {
            "": "“”",
            "data": "“data”",
            "/": "“/”",
            "data:/": "names no folder",
            "data:relative": "names no folder",
            "data:": "names no folder",
            ":/data": "“” is no volume name",
            "a b:/data": "“a b” is no volume name",
            "data/x:/data": "“data/x”",
            "-a:/data": "“-a”",
            "data:/data:": "“” in",
            "data:/data:rw,x": "“x” in",
            "data:/data:ro,rw": "both ro and rw",
            "data:/data:ro:z": "“ro:z” in",
            "/a\nb:/x": "names no folder",
            "/anonymous\n": "names no folder",
        }.items()
    ],
    *[
        Fires("volume", (*C, "volumes", 0), volume(long), word, "Write it as in")
        for word, long in [
            ("names no target folder", {"type": "volume", "source": "a"}),
            ("names no target folder", {"type": "volume", "target": "data"}),
            ("names no target folder", {"type": "volume", "target": "/"}),
            ("names no target folder", {"target": 5}),
            ("“tmp” is no kind", {"type": "tmp", "target": "/x"}),
            ("is no kind", {"type": ["tmpfs"], "target": "/x"}),
            ("“a b” is no volume name", {"source": "a b", "target": "/x"}),
            ("names no source folder", {"type": "bind", "target": "/x"}),
            ("Did you mean source?", {"sorce": "a", "target": "/x"}),
        ]
    ],
    Fires("volume-target-twice", (*C, "volumes", 1), volume("a:/x", "/srv:/x/:ro"), "at /x"),
    Fires("volume-target-twice", (*C, "volumes", 1), volume("/x", {"target": "/x"}), "at /x"),
    warns("volume-reserved", (*C, "volumes", 0), volume("caddy-data:/keys"), "Caddy, which keeps"),
    warns(
        "volume-reserved",
        (*C, "volumes", 0),
        volume({"source": "scheduler-data", "target": "/s"}),
        "scheduler",
    ),
    *[
        Fires("text", (*C, field), channel(**{field: text}), f"“{text}”", "one line")
        for field in ("user", "workingDir")
        for text in ("", " ", "/a\n", "\x1b", "\0")
    ],
    Fires("working-dir", (*C, "workingDir"), channel(workingDir="app"), "“app”", "/app"),
    *[
        Fires(
            "command-quotes", (*C, "command"), channel(command=text), "blog is not closed", "list"
        )
        for text in ("sh -c 'true", 'echo "a', "it's")
    ],
    *[
        Fires(
            "healthcheck-time",
            (*C, "healthcheck", "interval"),
            channel(healthcheck={"interval": t}),
            f"“{t}”",
            "30s",
        )
        for t in ("", "30", "5 s", "-1s", "s", "1.s", "half an hour", "30s\n")
    ],
    Fires(
        "healthcheck-time",
        (*C, "healthcheck", "startPeriod"),
        channel(healthcheck={"startPeriod": "x"}),
        "“x”",
    ),
    Fires(
        "healthcheck-retries",
        (*C, "healthcheck", "retries"),
        channel(healthcheck={"retries": -1}),
        "-1 times",
    ),
    Fires(
        "healthcheck-test",
        (*C, "healthcheck", "test"),
        channel(healthcheck={"test": ["wget"]}),
        "“wget”",
        "CMD",
    ),
    Fires("text-character", (*C, "command"), channel(command="\0"), "command holds"),
    Fires("text-character", (*C, "labels"), channel(labels={"a": "\ud800"}), "labels holds"),
    Fires("text-character", (*C, "labels"), channel(labels=["\0=x"]), "labels holds"),
    Fires(
        "text-character",
        (*C, "healthcheck"),
        channel(healthcheck={"test": ["CMD", "\0"]}),
        "healthcheck",
    ),
    Fires("text-character", (*C, "compose"), compose(sysctls={"a": ["\0"]}), "compose holds"),
    *[
        Fires(
            "network-name",
            (*C, "networks", 0),
            channel(networks=[text]),
            f"“{text}”",
            "Use letters",
        )
        for text in ("", "a b", "-a", ".a", "ä", "a/b", "a\n")
    ],
    Fires("network-name", (*C, "networks", "a b"), channel(networks={"a b": None}), "“a b”"),
    Fires(
        "network-option",
        (*C, "networks", "more", "alias"),
        channel(networks={"more": {"alias": ["x"]}}),
        "“alias”",
        "aliases?",
    ),
    Fires("label-name", (*C, "labels"), channel(labels={"": "x"}), "A label of blog"),
    Fires("label-name", (*C, "labels"), channel(labels=["=x"]), "A label of blog"),
    *[
        warns(
            "compose-key-has-field", (*C, "compose", key), compose(**{key: []}), f"“{key}”", field
        )
        for key, field in {
            "environment": "Move it to env.",
            "env_file": "Move it to env.",
            "ports": "Move it to hostPort.",
            "depends_on": "Move it to dependsOn.",
            "working_dir": "Move it to workingDir.",
            "image": "Move it to image.",
        }.items()
    ],
    warns(
        "compose-key-has-field",
        ("services", "db", "compose", "ports"),
        service(compose={"ports": []}),
        "“ports”",
        "Move it to ports.",
    ),
    warns(
        "network-mode",
        (*C, "compose", "network_mode"),
        compose(network_mode="host"),
        "blog is not in",
    ),
    *[
        Fires(
            "container-name",
            (*C, "compose", "container_name"),
            compose(container_name=name),
            "no container name",
        )
        for name in ("a", "a b", "", "-ab", 5)
    ],
]

QUIET = [
    Quiet("template-unknown", channel(template="discord")),
    Quiet("image-missing", channel(image=..., template="chat")),
    Quiet("image-missing", channel(image=..., template="zzz")),
    Quiet("image-missing", channel(image=..., compose={"build": "."})),
    Quiet("image-reference", channel(image="localhost/x")),
    Quiet("setting-missing", channel(template="discord", enabled=False)),
    Quiet("setting-missing", channel(template="slack", env={"SLACK_BOT_TOKEN": "${T}"})),
    Quiet("setting-empty", channel(template="telegram", config={"TELEGRAM_BOT_TOKEN": "${T}"})),
    *[Quiet("variable-name", env(**{name: "x"})) for name in ("A", "_", "a1", "node.name", "A_B")],
    Quiet("variable-value", env(A="\U0001f600\n\t\x1b\x7f$#\"'")),
    *[
        Quiet("reference-inside-text", env(A=value))
        for value in ("${TOKEN}", "$TOKEN", "$(id)", "${", "$ {A}", "${1}", "#{A}", "{A}", "")
    ],
    *[
        Quiet("secret-in-clear", env(**{name: "x"}))
        for name in (
            *("PUBLIC_KEY", "AWS_ACCESS_KEY_ID", "KEYBOARD", "MONKEY", "PASSENGERS", "TOKENIZER"),
            *(
                "MAX_TOKENS",
                "TOKEN_TTL",
                "PASSWORD_FILE",
                "SECRET_NAME",
                "TOKEN_URL",
                "KEYS"[:0] + "BYPASS",
            ),
            *("COMPASS", "DISCORD_PUBLIC_KEY", "PASSWORD_MIN_LENGTH", "TOKENS_PER_MINUTE"),
        )
    ],
    Quiet("secret-in-clear", env(DB_PASSWORD="${DB_PASSWORD}")),
    Quiet("secret-in-clear", env(DB_PASSWORD="")),
    Quiet("secret-in-clear", env(USE_PASSWORD=True)),
    *[
        Quiet("secret-in-clear", env(URL=url))
        for url in ("http://db:5432/x", "postgres://me@db/x", "http://a/b:c@d", "a:b@c", "")
    ],
    Quiet("secret-in-clear", channel(template="discord", config={"DISCORD_PUBLIC_KEY": "0f"})),
    *[
        Quiet("volume", volume(entry))
        for entry in (
            *("data:/data", "d:/data", "data:/data:ro", "data:/data:rw,z", "/srv/x:/x", "./x:/x"),
            *("../x:/x", "~/x:/x", ".:/x", "/anonymous", "/srv/a b:/x", "data:/a b", "/ä:/ö"),
        )
    ],
    *[
        Quiet("volume", volume(entry))
        for entry in (
            {"source": "data", "target": "/x"},
            {"target": "/x"},
            {"type": "bind", "source": "/srv", "target": "/x", "readOnly": True, "bind": {}},
            {"type": "tmpfs", "target": "/x", "tmpfs": {"size": 1}, "x-note": 1},
        )
    ],
    Quiet("volume-target-twice", volume("a:/x", "b:/x/y", "c:/xy")),
    Quiet("volume-reserved", volume("caddy:/x", "/caddy-data:/y", "/srv/caddy-data:/z")),
    Quiet("volume-reserved", {"scheduler": {"volumes": ["caddy-data:/keys:ro"]}}),
    Quiet("text", channel(user="1000:1000", workingDir="/a b")),
    Quiet("working-dir", channel(workingDir="/")),
    *[
        Quiet("command-quotes", channel(command=command))
        for command in ("", "sh -c 'true'", 'a "b \' c"', "a\\'b", "a \\", ["it's"], "a\nb")
    ],
    *[
        Quiet("healthcheck-time", channel(healthcheck={"interval": time, "startInterval": time}))
        for time in ("30s", "1m30s", "0s", "1.5s", "500ms", "2h", "1d")
    ],
    Quiet("healthcheck-retries", channel(healthcheck={"retries": 0})),
    *[
        Quiet("healthcheck-test", channel(healthcheck={"test": test}))
        for test in ("wget", "", [], ["NONE"], ["CMD", "wget"], ["CMD-SHELL", "wget"])
    ],
    Quiet(
        "text-character",
        channel(command="\U0001f600\n", labels=["a=\x7f"], compose={"a": [None, 1]}),
    ),
    Quiet("network-name", channel(networks=["a", "a-b_c.d", "0"])),
    Quiet(
        "network-option", channel(networks={"more": {"aliases": ["x"], "ipv4Address": "10.0.0.1"}})
    ),
    Quiet("network-option", channel(networks={"more": None, "other": {"x-note": 1}})),
    Quiet("label-name", channel(labels={"a": ""})),
    Quiet("label-name", channel(labels=["a", "a=", "b=="])),
    Quiet("compose-key-has-field", compose(cap_drop=["ALL"], restart="no")),
    Quiet("compose-key-has-field", compose(healthcheck={"disable": True})),
    Quiet("network-mode", compose(network_mode=None)),
    *[Quiet("container-name", compose(container_name=name)) for name in ("ab", "a.b_c-1", None)],
]


@each(FIRES)
def test_says(case: Fires) -> None:
    case.check()


@each(QUIET)
def test_has_nothing_to_say(case: Quiet) -> None:
    case.check()
