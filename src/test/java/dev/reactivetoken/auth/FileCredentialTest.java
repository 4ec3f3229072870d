package dev.reactivetoken.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FileCredentialTest {

    private static final ClientCredential FIRST = new ClientCredential("id", Secret.of("hush"));
    private static final ClientCredential SECOND = new ClientCredential("id", Secret.of("hush2"));

    @TempDir
    Path dir;

    private final Logger logger = (Logger) LoggerFactory.getLogger(CredentialSource.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
    }

    @AfterEach
    void neverLogsContent() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        assertThat(messages()).noneMatch(message -> message.contains("hush"));
    }

    @Test
    void reads_a_directory_of_two_files_and_sees_a_new_secret_without_a_restart() throws IOException {
        write("client-id", "id\n");
        write("client-secret", "hush\n");
        CredentialSource source = CredentialSource.file(dir);

        assertThat(read(source)).isEqualTo(FIRST);
        write("client-secret", "hush2\n");
        assertThat(read(source)).isEqualTo(SECOND);
        assertThat(messages()).isEmpty();
    }

    @Test
    void reads_the_secret_alone_of_an_id_that_stays_and_keeps_the_last_good_one() throws IOException {
        Path file = write("secret", "hush\n");
        CredentialSource source = CredentialSource.file("id", file);

        assertThat(read(source)).isEqualTo(FIRST);
        write("secret", "hush2");
        assertThat(read(source)).isEqualTo(SECOND);
        write("secret", "");
        assertThat(read(source)).isEqualTo(SECOND);
        assertThat(messages())
                .containsExactly("WARN client credential " + file + ": is empty; the last good one stays in use");
    }

    @Test
    void a_missing_file_of_the_secret_alone_is_named() {
        Path file = dir.resolve("nowhere");

        StepVerifier.create(CredentialSource.file("id", file).current())
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessageContaining(file + ": is missing"))
                .verify();
        assertThatIllegalArgumentException().isThrownBy(() -> CredentialSource.file("", file));
    }

    @ParameterizedTest
    @CsvSource({"client-id,client-secret", "client_id,client_secret", "clientId,clientSecret"})
    void knows_three_spellings_in_directories_json_and_properties(String id, String secret) throws IOException {
        write(id, "id");
        write(secret, "hush");
        Path json = write("c.json", "{\"" + id + "\": \"id\", \"note\": {}, \"" + secret + "\": \"hush\"}\n");
        Path properties = write("c.properties", "# note\n" + id + " = id\n" + secret + "=hush\n");

        assertThat(List.of(dir, json, properties))
                .allSatisfy(
                        path -> assertThat(read(CredentialSource.file(path))).isEqualTo(FIRST));
    }

    @ParameterizedTest
    @CsvSource({
        "'hush',hush",
        "'hush\\n',hush",
        "'hush\\r\\n',hush",
        "' hush \\n',' hush '",
        "'hush\\n\\n','hush\\n'",
        "'hush\\r','hush\\r'",
        "'\uFEFFhush',hush",
        "'hüsh€',hüsh€"
    })
    void drops_one_line_end_and_keeps_every_other_blank(String content, String secret) throws IOException {
        write("client-id", "id");
        write("client-secret", content.translateEscapes());

        assertThat(read(CredentialSource.file(dir)).clientSecret().reveal()).isEqualTo(secret.translateEscapes());
    }

    @Test
    void reads_utf8_with_a_byte_order_mark_in_files_of_either_kind() throws IOException {
        Path json = write("c.json", "\uFEFF{\"client-id\":\"ü\",\"client-secret\":\"€ \"}");
        Path properties = write("c.properties", "\uFEFFclient-id=ü\r\nclient-secret=€ \r\n");

        assertThat(List.of(json, properties))
                .allSatisfy(path -> assertThat(read(CredentialSource.file(path)))
                        .isEqualTo(new ClientCredential("ü", Secret.of("€ "))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c.json       | {\"client-id\":\"id\"                              | is not a JSON object",
                "c.json       | {\"client-id\":\"id\"}                             | client-secret is missing",
                "c.json       | {\"client-secret\":\"hush\"}                       | client-id is missing",
                "c.json       | {\"client-id\":\"\",\"client-secret\":\"hush\"}    | client-id is missing",
                "c.json       | {\"client-id\":\"id\",\"client-secret\":{\"a\":1}} | client-secret is not a string",
                "c.json       | {\"client_id\":1,\"client_secret\":\"hush\"}      | client_id is not a string",
                "c.json       | ''                                                 | is not a JSON object",
                "c.properties | client-id=id                                       | client-secret is missing",
                "c.properties | ''                                                 | client-id is missing",
                "c.properties | client-id=\\uhush                                  | has a malformed escape",
                "c.txt        | hush                                               | is no directory, .json or",
                "client-id    | id                                                 | is no directory, .json or",
            })
    void says_which_file_and_what_is_wrong_with_it(String name, String content, String problem) throws IOException {
        Path file = write(name, content);

        assertUnavailable(file, problem);
    }

    @Test
    void says_what_is_wrong_with_a_directory() throws IOException {
        assertUnavailable(dir, "client-id is missing");
        write("client-id", "id");
        assertUnavailable(dir, "client-secret is missing");
        write("client-secret", "\n");
        assertUnavailable(dir, "client-secret is empty");
        Files.write(dir.resolve("client-secret"), new byte[] {'h', 'u', 's', 'h', (byte) 0xE4});
        assertUnavailable(dir, "client-secret is not UTF-8");
        write("client-secret", "h".repeat(65_537));
        assertUnavailable(dir, "client-secret is larger than 64 KiB");
        Files.delete(dir.resolve("client-secret"));
        Files.createDirectory(dir.resolve("client-secret"));
        assertUnavailable(dir, "client-secret is not a regular file");
        assertUnavailable(dir.resolve("nowhere"), "is missing");
        assertUnavailable(dir.resolve("nowhere.json"), "is missing");
        assertThat(messages()).as("an error signal needs no warning beside it").isEmpty();
    }

    @Test
    void takes_the_largest_file_that_is_allowed() throws IOException {
        write("client-id", "id");
        write("client-secret", "h".repeat(65_536));

        assertThat(read(CredentialSource.file(dir)).clientSecret().reveal()).hasSize(65_536);
    }

    @Test
    void says_that_a_file_must_not_be_read() throws IOException {
        Path file = write("c.json", "{}");
        assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "this user reads everything");

        assertUnavailable(file, "must not be read by this process");
    }

    @Test
    void says_that_the_file_system_failed() {
        Path tooLong = dir.resolve("x".repeat(300) + ".json");

        StepVerifier.create(CredentialSource.file(tooLong).current())
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessageEndingWith("cannot be read (FileSystemException)")
                        .hasCauseInstanceOf(IOException.class));
    }

    @Test
    void keeps_the_last_good_one_and_warns_once_per_problem() throws IOException {
        Path file = write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush\"}");
        CredentialSource source = CredentialSource.file(file);
        read(source);

        write("c.json", "{\"client-id\":\"id\"}");
        assertThat(read(source)).isEqualTo(FIRST);
        assertThat(read(source)).isEqualTo(FIRST);
        Files.delete(file);
        assertThat(read(source)).isEqualTo(FIRST);
        assertThat(read(source)).isEqualTo(FIRST);
        write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush2\"}");
        assertThat(read(source)).isEqualTo(SECOND);
        assertThat(read(source)).isEqualTo(SECOND);

        assertThat(messages())
                .containsExactly(
                        "WARN client credential " + file + ": client-secret is missing; the last good one stays in use",
                        "WARN client credential " + file + ": is missing; the last good one stays in use",
                        "INFO client credential " + file + " reads well again");
    }

    @Test
    void warns_again_when_the_same_problem_comes_back() throws IOException {
        Path file = write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush\"}");
        CredentialSource source = CredentialSource.file(file);
        for (int i = 0; i < 2; i++) {
            write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush\"}");
            read(source);
            write("c.json", "");
            read(source);
        }

        assertThat(messages()).extracting(message -> message.substring(0, 4)).containsExactly("WARN", "INFO", "WARN");
    }

    @Test
    void an_error_at_the_start_heals_with_the_file() throws IOException {
        CredentialSource source = CredentialSource.file(dir);
        StepVerifier.create(source.current()).verifyError(TokenException.Unavailable.class);

        write("client-id", "id");
        write("client-secret", "hush");

        assertThat(read(source)).isEqualTo(FIRST);
        assertThat(messages()).isEmpty();
    }

    @Test
    void never_mixes_two_versions_of_a_kubernetes_mount() throws Exception {
        KubernetesMount mount = new KubernetesMount(dir);
        mount.publish(0);
        CredentialSource source = CredentialSource.file(dir);
        AtomicBoolean done = new AtomicBoolean();

        List<ClientCredential> seen = whileReading(source, done, () -> {
            for (int version = 1; version <= 300; version++) {
                mount.publish(version);
            }
            return null;
        });

        assertThat(seen)
                .allSatisfy(credential ->
                        assertThat(credential.clientSecret().reveal()).isEqualTo("secret-of-" + credential.clientId()));
        assertThat(read(source).clientId()).isEqualTo("client-300");
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_writer_caught_in_the_middle_does_no_harm() throws Exception {
        Path file = write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush\"}");
        CredentialSource source = CredentialSource.file(file);
        AtomicBoolean done = new AtomicBoolean();

        List<ClientCredential> seen = whileReading(source, done, () -> {
            for (int round = 0; round < 300; round++) {
                write("c.json", "{\"client-id\":\"id\",\"client-sec");
                write("c.json", "{\"client-id\":\"id\",\"client-secret\":\"hush2\"}");
            }
            return null;
        });

        assertThat(seen).isSubsetOf(FIRST, SECOND);
        assertThat(read(source)).isEqualTo(SECOND);
    }

    @Test
    void reads_on_a_thread_that_may_block_whoever_subscribes() throws IOException {
        write("client-id", "id");
        write("client-secret", "hush");
        CredentialSource source = CredentialSource.file(dir);

        StepVerifier.create(Mono.defer(source::current)
                        .map(credential -> Thread.currentThread().getName() + " read " + credential.clientId())
                        .subscribeOn(Schedulers.parallel()))
                .assertNext(
                        read -> assertThat(read).startsWith("boundedElastic").endsWith("read id"))
                .verifyComplete();
    }

    @Test
    void a_read_goes_on_when_its_subscriber_leaves() throws Exception {
        write("client-id", "id");
        write("client-secret", "hush");
        FileCredential source = new FileCredential(dir);

        Thread.currentThread().interrupt(); // as the cancellation of a subscriber does to the reading thread
        assertThat(source.read()).isEqualTo(FIRST);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void prints_its_path_alone() throws IOException {
        write("client-id", "id");
        write("client-secret", "hush");
        CredentialSource source = CredentialSource.file(dir);
        read(source);

        assertThat(source).hasToString("FileCredential[" + dir + "]");
    }

    /** What four readers saw while the work went on; they all read once before and once after it. */
    private static List<ClientCredential> whileReading(CredentialSource source, AtomicBoolean done, Callable<?> work)
            throws Exception {
        int readers = 4;
        CountDownLatch reading = new CountDownLatch(readers);
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            List<Future<List<ClientCredential>>> results = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                results.add(threads.submit(() -> {
                    List<ClientCredential> seen = new ArrayList<>(List.of(read(source)));
                    reading.countDown();
                    while (!done.get()) {
                        seen.add(read(source));
                    }
                    return seen;
                }));
            }
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
            work.call();
            done.set(true);
            List<ClientCredential> all = new ArrayList<>();
            for (Future<List<ClientCredential>> result : results) {
                all.addAll(result.get(10, TimeUnit.SECONDS));
            }
            return all;
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    /** Writes as the kubelet does: a directory for each version, and links that are swapped by a rename. */
    private record KubernetesMount(Path mount) {

        void publish(int version) throws IOException {
            Path data = mount.resolve("..version-" + version);
            Files.createDirectory(data);
            Files.writeString(data.resolve("client-id"), "client-" + version);
            Files.writeString(data.resolve("client-secret"), "secret-of-client-" + version);
            Path link = mount.resolve("..data_tmp");
            Files.createSymbolicLink(link, data.getFileName());
            Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            if (version == 0) {
                Files.createSymbolicLink(mount.resolve("client-id"), Path.of("..data/client-id"));
                Files.createSymbolicLink(mount.resolve("client-secret"), Path.of("..data/client-secret"));
                return;
            }
            Path old = mount.resolve("..version-" + (version - 1));
            Files.delete(old.resolve("client-id"));
            Files.delete(old.resolve("client-secret"));
            Files.delete(old);
        }
    }

    private void assertUnavailable(Path path, String problem) {
        StepVerifier.create(CredentialSource.file(path).current()).verifyErrorSatisfies(error -> {
            assertThat(error)
                    .isInstanceOf(TokenException.Unavailable.class)
                    .hasMessageStartingWith("client credential " + path + ": " + problem)
                    .hasMessageNotContaining("hush")
                    .hasNoCause();
            assertThat(((TokenException) error).isTransient()).isFalse();
        });
    }

    private static ClientCredential read(CredentialSource source) {
        return source.current().blockOptional().orElseThrow();
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(dir.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> messages() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
