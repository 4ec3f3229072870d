package dev.reactivetoken.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.bearer.Resource.Answer;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The contract of every adapter, over real sockets. An adapter's test extends this and provides a client. */
public abstract class BearerContract {

    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String FIRST = "Bearer t1";
    private static final String SECOND = "Bearer t2";

    /** Sends requests through the adapter. The body of a response is read to its end. */
    public interface Client {

        /** Signals the status. {@code authorization} is a header of the request's own, null for none. */
        Mono<Integer> get(URI target, @Nullable String authorization);

        /** With a body that the client holds and could send again. */
        Mono<Integer> post(URI target, String body);

        /** With a body that comes as a stream. */
        Mono<Integer> post(URI target, Flux<String> body);
    }

    protected final AtomicInteger tokenRequests = new AtomicInteger();
    private volatile boolean endpointIsDown;

    /** Hands out t1, t2, … */
    protected final ReactiveTokenSource tokens = ReactiveTokenSource.builder()
            .name("contract")
            .endpoint(endpoint())
            .authentication(ClientAuthentication.none("client"))
            .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
            .build();

    private TokenEndpoint endpoint() {
        return request -> Mono.fromSupplier(() -> {
            if (endpointIsDown) {
                throw new TokenException.Refused("no", ErrorResponse.status(400));
            }
            return TokenResponse.of(AccessToken.bearer("t" + tokenRequests.incrementAndGet(), Duration.ofHours(1)));
        });
    }

    /**
     * A client through the adapter, with at most one connection to each host, so that one that is not released is
     * noticed. A proxy forwards to the allowed origin, whatever the host of the target.
     */
    protected abstract Client client(BearerCall call);

    /** The same client, told that this status rejects a token too. */
    protected Client clientRejectedBy(int status, BearerCall call) {
        return client(call.rejectedStatuses(status));
    }

    /** Whether this adapter can send to other origins than the allowed one; a proxy cannot. */
    protected boolean choosesItsTarget() {
        return true;
    }

    /** Whether an {@code Authorization} of the request's own passes; a proxy may refuse or replace it. */
    protected boolean letsCallersAuthorize() {
        return true;
    }

    /** The same client, following redirects; null where the adapter never does. */
    protected @Nullable Client clientThatFollowsRedirects(BearerCall call) {
        return null;
    }

    /** The same client over stale connections; null where the adapter does not send by Reactor Netty. */
    protected @Nullable Client clientOver(StaleConnections stale, BearerCall call) {
        return null;
    }

    @AfterEach
    void closeTokens() {
        tokens.close();
    }

    private Client allowed(Resource resource) {
        return client(BearerCall.of(tokens).allow(resource.origin()));
    }

    private static @Nullable Integer status(Mono<Integer> call) {
        return call.block(PATIENCE);
    }

    private static Answer rejectT1(Resource.Seen seen) {
        return FIRST.equals(seen.authorization()) ? Answer.unauthorized("Bearer error=\"invalid_token\"") : Answer.OK;
    }

    @Test
    protected void a_request_to_an_allowed_origin_carries_the_token() {
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            Client client = allowed(resource);

            assertThat(status(client.get(resource.uri("/a?b=c"), null))).isEqualTo(200);
            assertThat(status(client.get(resource.uri("/a?b=c"), null))).isEqualTo(200);

            assertThat(resource.authorizations()).containsExactly(FIRST, FIRST);
            assertThat(resource.seen().get(0).path()).isEqualTo("/a?b=c");
            assertThat(tokenRequests).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer error=\"invalid_token\"",
                "Bearer",
                "Bearer realm=\"x, error=\\\"insufficient_scope\\\"\", error=\"invalid_token\"",
                "Basic realm=\"x\", Bearer realm=\"y\", error=invalid_token",
                "OAuth realm=\"ECHOplatform\", error=\"expired_token\""
            })
    protected void a_rejected_token_is_replaced_and_the_request_sent_once_more(String challenge) {
        try (Resource resource =
                new Resource(seen -> FIRST.equals(seen.authorization()) ? Answer.unauthorized(challenge) : Answer.OK)) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(200);

            assertThat(resource.authorizations()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    protected void a_401_without_a_challenge_rejects_the_token_too() {
        try (Resource resource =
                new Resource(seen -> FIRST.equals(seen.authorization()) ? Answer.unauthorized(null) : Answer.OK)) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(200);
        }
    }

    @Test
    protected void a_request_is_sent_again_once_only() {
        try (Resource resource = new Resource(seen -> Answer.unauthorized("Bearer error=\"invalid_token\""))) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(401);

            assertThat(resource.authorizations()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    protected void a_401_for_another_cause_is_the_answer() {
        try (Resource resource =
                new Resource(seen -> Answer.unauthorized("OAuth realm=\"x\", error=\"insufficient_scope\""))) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(401);

            assertThat(resource.authorizations()).containsExactly(FIRST);
            assertThat(tokens.status().isUsable()).isTrue();
        }
    }

    @Test
    protected void a_403_is_the_answer() {
        try (Resource resource = new Resource(seen -> new Answer(403, "Bearer error=\"invalid_token\"", null))) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(403);

            assertThat(resource.authorizations()).containsExactly(FIRST);
        }
    }

    @Test
    protected void a_403_rejects_the_token_of_an_api_that_is_declared_to_use_it() {
        try (Resource resource =
                new Resource(seen -> FIRST.equals(seen.authorization()) ? new Answer(403, null, null) : Answer.OK)) {
            Client client = clientRejectedBy(403, BearerCall.of(tokens).allow(resource.origin()));

            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);

            assertThat(resource.authorizations()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    protected void but_not_if_it_names_another_cause() {
        try (Resource resource = new Resource(seen -> new Answer(403, "Bearer error=\"insufficient_scope\"", null))) {
            Client client = clientRejectedBy(403, BearerCall.of(tokens).allow(resource.origin()));

            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(403);

            assertThat(resource.authorizations()).containsExactly(FIRST);
        }
    }

    @Test
    protected void many_requests_rejected_at_once_need_one_new_token() {
        try (Resource resource = new Resource(BearerContract::rejectT1)) {
            Client client = allowed(resource);
            int many = 20;

            List<Integer> answers = Flux.range(0, many)
                    .flatMap(each -> client.get(resource.uri("/"), null), many)
                    .collectList()
                    .block(PATIENCE);

            assertThat(answers).hasSize(many).containsOnly(200);
            assertThat(tokenRequests).hasValue(2);
        }
    }

    @Test
    protected void a_body_that_is_held_is_sent_again() {
        try (Resource resource = new Resource(BearerContract::rejectT1)) {

            Integer status = status(allowed(resource).post(resource.uri("/"), "a body"));

            if (Objects.equals(status, 200)) {
                assertThat(resource.seen()).extracting(Resource.Seen::body).containsExactly("a body", "a body");
            } else { // an adapter that streams bodies cannot repeat one
                assertThat(resource.seen()).extracting(Resource.Seen::body).containsExactly("a body");
                assertThat(status).isEqualTo(401);
            }
        }
    }

    @Test
    protected void a_body_that_is_a_stream_is_not_sent_again_but_the_next_request_has_a_new_token() {
        try (Resource resource = new Resource(BearerContract::rejectT1)) {
            Client client = allowed(resource);

            assertThat(status(client.post(resource.uri("/"), Flux.just("a ", "stream"))))
                    .isEqualTo(401);
            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);

            assertThat(resource.authorizations()).containsExactly(FIRST, SECOND);
            assertThat(resource.seen().get(0).body()).isEqualTo("a stream");
        }
    }

    @Test
    protected void the_first_answer_stands_when_there_is_no_next_token() {
        try (Resource resource = new Resource(seen -> {
            endpointIsDown = true;
            return Answer.unauthorized(null);
        })) {

            assertThat(status(allowed(resource).get(resource.uri("/"), null))).isEqualTo(401);

            assertThat(resource.authorizations()).containsExactly(FIRST);
        }
    }

    @Test
    protected void nothing_is_sent_without_a_token() {
        endpointIsDown = true;
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            Client client = allowed(resource);

            Throwable thrown = catchThrowable(() ->
                    assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(503));

            assertThat(thrown)
                    .satisfiesAnyOf(
                            proxy -> assertThat(proxy).isNull(),
                            known -> assertThat(known).isInstanceOf(TokenException.class),
                            wrapped -> assertThat(wrapped).hasCauseInstanceOf(TokenException.class));
            assertThat(resource.seen()).isEmpty();
        }
    }

    @Test
    protected void a_request_to_another_origin_goes_out_without_the_token() {
        if (!choosesItsTarget()) {
            return;
        }
        try (Resource resource = new Resource(seen -> Answer.OK);
                Resource other = new Resource(seen -> Answer.OK)) {

            assertThat(status(allowed(resource).get(other.uri("/"), null))).isEqualTo(200);

            assertThat(other.authorizations()).containsExactly((String) null);
            assertThat(tokenRequests).hasValue(0);
        }
    }

    @Test
    protected void a_request_to_another_origin_fails_if_that_is_refused() {
        if (!choosesItsTarget()) {
            return;
        }
        try (Resource resource = new Resource(seen -> Answer.OK);
                Resource other = new Resource(seen -> Answer.OK)) {
            Client client =
                    client(BearerCall.of(tokens).allow(resource.origin()).refuseOthers());

            assertThat(catchThrowable(() -> status(client.get(other.uri("/"), null))))
                    .hasStackTraceContaining(resource.origin());

            assertThat(other.seen()).isEmpty();
        }
    }

    @Test
    protected void a_callers_own_authorization_is_left_alone() {
        if (!letsCallersAuthorize()) {
            return;
        }
        try (Resource resource = new Resource(seen -> Answer.unauthorized(null))) {

            assertThat(status(allowed(resource).get(resource.uri("/"), "Basic b3du")))
                    .isEqualTo(401);

            assertThat(resource.authorizations()).containsExactly("Basic b3du");
            assertThat(tokenRequests).hasValue(0);
        }
    }

    @Test
    protected void a_redirect_to_another_origin_does_not_carry_the_token() {
        try (Resource other = new Resource(seen -> Answer.OK);
                Resource resource = new Resource(
                        seen -> new Answer(302, null, other.uri("/there").toString()))) {
            BearerCall call = BearerCall.of(tokens).allow(resource.origin());
            Client client = clientThatFollowsRedirects(call);
            if (client == null) {
                return;
            }

            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);

            assertThat(resource.authorizations()).containsExactly(FIRST);
            assertThat(other.authorizations()).containsExactly((String) null);
        }
    }

    @Test
    protected void a_request_that_its_client_moves_to_another_connection_keeps_the_token() {
        StaleConnections stale = new StaleConnections();
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            Client client = clientOver(stale, BearerCall.of(tokens).allow(resource.origin()));
            if (client == null) {
                return;
            }

            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);
            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);
            assertThat(status(client.post(resource.uri("/"), Flux.just("a ", "stream"))))
                    .isEqualTo(200);

            assertThat(stale.closed()).isEqualTo(2);
            assertThat(resource.authorizations()).containsExactly(FIRST, FIRST, FIRST);
            assertThat(resource.seen().get(2).body()).isEqualTo("a stream");
        }
    }

    @Test
    protected void so_does_one_that_is_sent_again_with_a_new_token() {
        StaleConnections stale = new StaleConnections();
        try (Resource resource = new Resource(BearerContract::rejectT1)) {
            Client client = clientOver(stale, BearerCall.of(tokens).allow(resource.origin()));
            if (client == null) {
                return;
            }

            assertThat(status(client.get(resource.uri("/"), null))).isEqualTo(200);

            assertThat(stale.closed()).isEqualTo(1);
            assertThat(resource.authorizations()).containsExactly(FIRST, SECOND);
        }
    }
}
