package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.ClientCredential;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Everything is run with all loggers at TRACE, and all that was said is searched for what must not be said. */
class SecretsNeverShowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "fedcba9876543210fedcba9876543210";
    private static final String WRONG_SECRET = "badbadbadbadbadbadbadbadbadbadba";

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final List<String> mustNotBeSaid = new ArrayList<>(List.of(SECRET, WRONG_SECRET));
    private final Events events = new Events();
    private final ShiftedClock clock = new ShiftedClock();
    private final Logger root =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final AppenderBase<ILoggingEvent> everything = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                said.add(event.getLoggerName() + ": " + cause.getClassName() + ": " + cause.getMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        everything.setContext(root.getLoggerContext());
        everything.start();
        root.addAppender(everything);
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != everything) {
                appender.stop(); // a console full of TRACE is of no use
            }
        });
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(level);
        root.detachAppender(everything);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
    }

    @Test
    void no_log_line_exception_event_or_printed_value_holds_a_secret_or_a_token(@TempDir Path directory)
            throws IOException {
        for (Profile profile : Profile.values()) {
            try (TokenServer server = TokenServer.builder()
                    .profile(profile)
                    .client(ID, SECRET, scope(profile))
                    .listener(line -> said.add(line.startsWith("fault: ") ? "a fault" : line))
                    .start()) {
                run(server, profile, directory);
            }
        }

        said.addAll(events.told);
        assertThat(said).as("everything was listened to").hasSizeGreaterThan(500);
        assertThat(said).anyMatch(line -> line.startsWith("reactor.netty")).anyMatch(line -> line.contains("****"));
        for (String secret : mustNotBeSaid) {
            for (String form : List.of(secret, encoded(secret), base64(ID + ":" + secret))) {
                assertThat(said).noneMatch(line -> line.contains(form));
            }
        }
    }

    private void run(TokenServer server, Profile profile, Path directory) throws IOException {
        Provider provider = (profile == Profile.ECHOPLATFORM
                        ? Barracuda.echoplatform(Region.US)
                        : Barracuda.tokenService(Region.US))
                .withTokenUri(server.tokenUri());
        Path file = Files.writeString(
                directory.resolve(profile + ".json"),
                "{\"client_id\":\"" + ID + "\",\"client_secret\":\"" + SECRET + "\"}");
        TokenSourceBuilder builder = ReactiveTokenSource.builder()
                .provider(provider)
                .scopes(scope(profile))
                .clock(clock)
                .observer(events)
                .resilience(Resilience.defaults("canary").withAttemptTimeout(Duration.ofMillis(400)));

        TokenSourceBuilder good = builder.credential(CredentialSource.file(file));
        TokenSourceBuilder wrong = builder.credential(CredentialSource.fixed(ID, Secret.of(WRONG_SECRET)));
        try (ReactiveTokenSource source = good.build()) {
            AccessToken token = source.token().block(PATIENCE);
            mustNotBeSaid.add(token.value());
            say(token, source, good, provider, NettyTokenEndpoint.of(provider.tokenUri(), provider.dialect()));
            Files.writeString(file, "{\"client_secret\":\"" + SECRET); // half written
            clock.advance(Duration.ofMinutes(50));
            source.token().block(PATIENCE);
            clock.advance(Duration.ofMinutes(10));
            AccessToken second = source.token().block(PATIENCE);
            mustNotBeSaid.add(second.value());
            source.invalidate(second);
        }
        fails(wrong);
        for (Fault fault : List.of(
                Fault.error(400, "invalid_client", "the client_secret " + WRONG_SECRET + " is wrong"),
                Fault.error(401, WRONG_SECRET, null),
                Fault.body(200, "text/plain", WRONG_SECRET),
                Fault.body(200, "application/json", "{\"access_token\":\"" + WRONG_SECRET),
                Fault.body(
                        200,
                        "application/json",
                        "{\"access_token\":\"" + WRONG_SECRET + " \",\"token_type\":\"Bearer\"}"),
                Fault.body(200, "application/json", "{\"access_token\":\"x\",\"expires_in\":\"" + WRONG_SECRET + "\"}"),
                Fault.body(500, "text/html", "<html>" + WRONG_SECRET + "</html>"),
                Fault.reset(),
                Fault.halfBody(),
                Fault.garbage())) {
            server.fault(fault, 1);
            fails(wrong);
            server.clearFaults();
        }
        say(
                new ClientCredential(ID, Secret.of(SECRET)),
                Grant.refreshToken(Secret.of(SECRET)),
                Grant.refreshToken(Secret.of(SECRET)).request(null).block(),
                ClientAuthentication.basic(CredentialSource.fixed(ID, Secret.of(SECRET)))
                        .authenticate(Grant.clientCredentials().request(null).block())
                        .block(),
                ClientAuthentication.post(CredentialSource.fixed(ID, Secret.of(SECRET)))
                        .authenticate(Grant.none().request(null).block())
                        .block());
    }

    private void fails(TokenSourceBuilder builder) {
        try (ReactiveTokenSource source = builder.build()) {
            Throwable failure = catchThrowable(() -> source.token().block(PATIENCE));
            assertThat(failure).isNotNull();
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            said.addAll(stack.toString().lines().collect(Collectors.toList()));
        }
    }

    private void say(Object... values) {
        for (Object value : values) {
            said.add(value.getClass().getSimpleName() + " prints as " + value);
        }
    }

    private static String scope(Profile profile) {
        return profile == Profile.ECHOPLATFORM ? Barracuda.ACCOUNTS_READ : Barracuda.ESS_ACCOUNT_READ;
    }

    private static String encoded(String secret) {
        return URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
