/*
 * What a test's containers run: an HTTP server that tells what reached it.
 *
 *     stub [port...]        ports also from $PORT ("8080" or "80,8080"), else 8080;
 *                           an argument that is no number is passed over, so that a service's
 *                           own command can stand there
 *
 * Every request, GET /health among them, is answered with status 200 and one JSON object: the
 * server's name ($STUB_NAME, else the host's name), the request line as it came over the wire, the
 * addresses of both ends, the headers in order and the body. A thread a connection, one request a
 * connection; a request's head and body may be 256 KiB together.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { LIMIT = 256 * 1024, MAX_PORTS = 64 };

static char name[256];

static void stop(int signal_number)
{
    (void)signal_number;
    _exit(0);
}

/* Bytes past ASCII become the Latin-1 characters with the same numbers, so none is lost. */
static void write_json(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\')
            fprintf(out, "\\%c", byte);
        else if (byte < 0x20 || byte > 0x7e)
            fprintf(out, "\\u%04x", byte);
        else
            fputc(byte, out);
    }
    fputc('"', out);
}

static void write_address(FILE *out, const char *key, const struct sockaddr_in6 *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address->sin6_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    else
        inet_ntop(AF_INET6, &address->sin6_addr, text, sizeof text);
    const char *plain = strncmp(text, "::ffff:", 7) == 0 ? text + 7 : text;
    fprintf(out, ",\"%s\":\"%s\",\"%s_port\":%d", key, plain, key, ntohs(address->sin6_port));
}

/* The head's lines after the request line, each "Name: value". */
static void write_headers(FILE *out, const char *line, const char *end)
{
    const char *comma = "";
    fputs(",\"headers\":[", out);
    while (line < end) {
        const char *line_end = memchr(line, '\r', (size_t)(end - line));
        if (line_end == NULL)
            line_end = end;
        const char *colon = memchr(line, ':', (size_t)(line_end - line));
        if (colon != NULL) {
            const char *value = colon + 1;
            while (value < line_end && *value == ' ')
                value++;
            fprintf(out, "%s[", comma);
            write_json(out, line, (size_t)(colon - line));
            fputc(',', out);
            write_json(out, value, (size_t)(line_end - value));
            fputc(']', out);
            comma = ",";
        }
        line = line_end + 2;
    }
    fputc(']', out);
}

static size_t content_length(const char *head, const char *head_end)
{
    static const char field[] = "\r\nContent-Length:";
    for (const char *at = head; at + sizeof field < head_end; at++)
        if (strncasecmp(at, field, sizeof field - 1) == 0)
            return strtoul(at + sizeof field - 1, NULL, 10);
    return 0;
}

/* Read a head and the body it announces; NULL where the client went away or sent too much. */
static char *read_request(int client, size_t *head_length, size_t *length)
{
    char *request = malloc(LIMIT + 1);
    size_t wanted = LIMIT;
    *length = *head_length = 0;
    while (request != NULL && *length < wanted) {
        ssize_t got = read(client, request + *length, wanted - *length);
        if (got <= 0)
            break;
        *length += (size_t)got;
        request[*length] = '\0';
        char *blank = *head_length == 0 ? strstr(request, "\r\n\r\n") : NULL;
        if (blank != NULL) {
            *head_length = (size_t)(blank - request);
            size_t body = content_length(request, blank + 2);
            if (body > LIMIT - *head_length - 4)
                break;
            wanted = *head_length + 4 + body;
        }
    }
    if (*head_length != 0 && *length >= wanted)
        return request;
    free(request);
    return NULL;
}

static void answer(int client, const char *request, size_t head_length, size_t length)
{
    char *body = NULL;
    size_t body_length = 0;
    FILE *out = open_memstream(&body, &body_length);
    struct sockaddr_in6 remote, local;
    socklen_t remote_size = sizeof remote, local_size = sizeof local;
    getpeername(client, (struct sockaddr *)&remote, &remote_size);
    getsockname(client, (struct sockaddr *)&local, &local_size);

    const char *head_end = request + head_length;
    const char *line_end = strstr(request, "\r\n");
    fputs("{\"name\":", out);
    write_json(out, name, strlen(name));
    fputs(",\"request\":", out);
    write_json(out, request, (size_t)(line_end - request));
    write_address(out, "remote", &remote);
    write_address(out, "local", &local);
    write_headers(out, line_end + 2, head_end);
    fputs(",\"body\":", out);
    write_json(out, head_end + 4, length - head_length - 4);
    fputs("}\n", out);
    fclose(out);

    int is_head = strncmp(request, "HEAD ", 5) == 0;
    dprintf(client,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
            "Connection: close\r\n\r\n%s", body_length, is_head ? "" : body);
    free(body);
}

static void *serve_client(void *argument)
{
    int client = (int)(long)argument;
    struct timeval patience = {.tv_sec = 10};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    size_t head_length, length;
    char *request = read_request(client, &head_length, &length);
    if (request != NULL)
        answer(client, request, head_length, length);
    free(request);
    close(client);
    return NULL;
}

/* Both families on one socket, or IPv4 alone where the kernel has no IPv6. */
static int listen_on(int port)
{
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    struct sockaddr_in any4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int yes = 1, no = 0;
    int server = socket(AF_INET6, SOCK_STREAM, 0);
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    if (bind(server, (struct sockaddr *)&any6, sizeof any6) != 0) {
        close(server);
        server = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(server, (struct sockaddr *)&any4, sizeof any4) != 0) {
            perror("stub: bind");
            exit(1);
        }
    }
    if (listen(server, 512) != 0) {
        perror("stub: listen");
        exit(1);
    }
    return server;
}

static void *accept_forever(void *argument)
{
    int server = (int)(long)argument;
    for (;;) {
        int client = accept(server, NULL, NULL);
        pthread_t thread;
        if (client < 0)
            usleep(1000);
        else if (pthread_create(&thread, NULL, serve_client, (void *)(long)client) == 0)
            pthread_detach(thread);
        else
            close(client);
    }
    return NULL;
}

static int add_ports(int ports[MAX_PORTS], int count, char *list)
{
    for (char *word = strtok(list, ", "); word != NULL; word = strtok(NULL, ", "))
        if (atoi(word) > 0 && count < MAX_PORTS)
            ports[count++] = atoi(word);
    return count;
}

int main(int argc, char **argv)
{
    int ports[MAX_PORTS], count = 0;
    for (int i = 1; i < argc; i++)
        count = add_ports(ports, count, argv[i]);
    if (count == 0 && getenv("PORT") != NULL)
        count = add_ports(ports, count, strdup(getenv("PORT")));
    if (count == 0)
        ports[count++] = 8080;

    const char *given = getenv("STUB_NAME");
    if (given != NULL)
        snprintf(name, sizeof name, "%s", given);
    else
        gethostname(name, sizeof name - 1);

    signal(SIGTERM, stop);
    signal(SIGINT, stop);
    signal(SIGPIPE, SIG_IGN);
    int servers[MAX_PORTS];
    for (int i = 0; i < count; i++)
        servers[i] = listen_on(ports[i]);
    for (int i = 1; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, accept_forever, (void *)(long)servers[i]) != 0)
            return 1;
    }
    accept_forever((void *)(long)servers[0]);
}
