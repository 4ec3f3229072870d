package dev.reactivetoken.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

class ScriptedEndpointTest {

    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").withScopes(List.of("read", "write"));

    private final ManualTime time = new ManualTime();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint(time);

    private TestSubscriber<TokenResponse> send() {
        TestSubscriber<TokenResponse> caller = TestSubscriber.create();
        endpoint.send(REQUEST).subscribe(caller);
        return caller;
    }

    private TokenResponse answer() {
        TestSubscriber<TokenResponse> caller = send();
        assertThat(caller.isTerminatedComplete()).isTrue();
        return caller.getReceivedOnNext().get(0);
    }

    private TokenException failure() {
        return (TokenException) send().expectTerminalError();
    }

    @Test
    void answers_tokens_of_an_hour_with_the_scopes_that_are_asked_for() {
        TokenResponse first = answer();
        TokenResponse second = answer();

        assertThat(first.accessToken().value()).isEqualTo("t1");
        assertThat(first.accessToken().scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(first.accessToken().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(second.accessToken().value()).isEqualTo("t2");
    }

    @Test
    void gives_each_scripted_answer_once_and_then_tokens() {
        endpoint.thenStatus(503, 2).thenTokenOfLife(Duration.ofSeconds(10));

        assertThat(failure().status()).isEqualTo(503);
        assertThat(failure()).isInstanceOf(Unreachable.class);
        assertThat(answer().accessToken().lifetime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(answer().accessToken().lifetime()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void throttles_and_refuses() {
        endpoint.thenThrottle(Duration.ofSeconds(30)).thenRefuse(401, "invalid_client");

        assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(failure())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.error()).isEqualTo("invalid_client"));
    }

    @Test
    void gives_refresh_tokens_and_reduced_scopes() {
        endpoint.thenTokenWithRefreshToken("r1").thenTokenOfScopes("read");

        assertThat(answer().refreshToken()).isEqualTo(Secret.of("r1"));
        assertThat(answer().accessToken().scopes()).containsExactly("read");
    }

    @Test
    void hangs_as_long_as_the_test_says() {
        endpoint.then(Mono.delay(Duration.ofSeconds(3), endpoint.scheduler()).then(Mono.empty()));
        TestSubscriber<TokenResponse> caller = send();

        time.advance(Duration.ofMillis(2_999));
        assertThat(caller.isTerminated()).isFalse();
        time.advance(Duration.ofMillis(1));

        assertThat(caller.isTerminated()).isTrue();
    }

    @Test
    void keeps_what_was_sent_once_per_subscription() {
        Mono<TokenResponse> cold = endpoint.send(REQUEST);
        assertThat(endpoint.requests()).isEmpty();

        cold.subscribe();
        cold.subscribe();

        assertThat(endpoint.requests()).containsExactly(REQUEST, REQUEST);
    }
}
