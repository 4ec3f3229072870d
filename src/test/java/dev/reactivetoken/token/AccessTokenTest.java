package dev.reactivetoken.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    private static final Moment NOON =
            new Moment(Instant.parse("2026-01-01T12:00:00Z").toEpochMilli(), 1_000_000_000L);

    private static AccessToken token(Duration life) {
        return new AccessToken("2YotnFZFEjr1zCsicMWpAA", "OAuth", List.of("b", "a"), NOON, life);
    }

    private static TokenClock clocks(Duration wall, Duration monotonic) {
        return new TokenClock() {
            @Override
            public long wallTime() {
                return NOON.wallTime() + wall.toMillis();
            }

            @Override
            public long monotonicTime() {
                return NOON.monotonicTime() + monotonic.toNanos();
            }
        };
    }

    @Test
    void a_token_knows_its_header_its_scopes_and_its_life() {
        AccessToken token = token(Duration.ofHours(1));

        assertThat(token.authorization()).isEqualTo("OAuth 2YotnFZFEjr1zCsicMWpAA");
        assertThat(token.authorization()).isSameAs(token.authorization());
        assertThat(token.scopes()).containsExactly("b", "a");
        assertThat(token.issuedAt()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(token.expiresAt()).isEqualTo("2026-01-01T13:00:00Z");
    }

    @Test
    void its_value_is_cut_out_once() {
        AccessToken token = token(Duration.ofHours(1));

        assertThat(token.value()).isEqualTo("2YotnFZFEjr1zCsicMWpAA").isSameAs(token.value());
    }

    @Test
    void what_came_beside_the_token_is_at_hand_with_it() {
        AccessToken token = token(Duration.ofHours(1));
        AccessToken salesforce = token.withExtras(Map.of("instance_url", "https://na1.example"));

        assertThat(salesforce.extras()).containsExactly(Map.entry("instance_url", "https://na1.example"));
        assertThat(salesforce).isEqualTo(token);
        assertThat(salesforce.expiresAt()).isEqualTo(token.expiresAt());
        assertThat(salesforce.scopes()).isEqualTo(token.scopes());
        assertThat(TokenResponse.of(salesforce).extras()).isSameAs(salesforce.extras());
        assertThat(token.withExtras(Map.of())).isSameAs(token);
    }

    @Test
    void a_bearer_token_may_be_issued_by_any_clock() {
        MovableClock clock = new MovableClock();
        AccessToken token = AccessToken.bearer("t", Duration.ofHours(1), clock);

        assertThat(token.expiresAt()).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(token.isExpired(clock)).isFalse();
        clock.pass(Duration.ofHours(1));
        assertThat(token.isExpired(clock)).isTrue();
    }

    @Test
    void an_answer_can_be_kept_without_its_headers() {
        ResponseHeaders headers = ResponseHeaders.of(List.of(Map.entry("Date", "today")));
        TokenResponse response = new TokenResponse(token(Duration.ZERO), Secret.of("r"), Secret.of("i"), headers);

        assertThat(response.withoutHeaders())
                .isEqualTo(new TokenResponse(response.accessToken(), Secret.of("r"), Secret.of("i")));
        TokenResponse plain = TokenResponse.of(response.accessToken());
        assertThat(plain.withoutHeaders()).isSameAs(plain);
        assertThat(plain.keepingRefreshTokenOf(response).refreshToken()).isEqualTo(Secret.of("r"));
    }

    @Test
    void it_is_over_when_either_clock_says_so() {
        AccessToken token = token(Duration.ofHours(1));
        Duration before = Duration.ofMillis(3_599_999);
        Duration over = Duration.ofHours(1);

        assertThat(token.isExpired(clocks(before, before))).isFalse();
        assertThat(token.isExpired(clocks(over, before))).isTrue();
        assertThat(token.isExpired(clocks(before, over))).isTrue();
        assertThat(token.isExpired(clocks(Duration.ofDays(-1), over))).isTrue();
    }

    @Test
    void a_life_beyond_measure_is_cut_and_a_negative_one_is_none() {
        assertThat(token(Duration.ofSeconds(Long.MAX_VALUE)).lifetime()).isEqualTo(AccessToken.MAX_LIFETIME);
        assertThat(token(Duration.ofSeconds(Long.MIN_VALUE)).lifetime()).isZero();
        assertThat(token(Duration.ZERO).isExpired(clocks(Duration.ZERO, Duration.ZERO)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nX-Evil: 1", "a\tb", "ü", "a\u007F", "\u0000"})
    void a_value_that_could_not_stand_in_a_header_is_refused_without_being_told(String value) {
        assertThatThrownBy(() -> new AccessToken(value, "Bearer", Set.of(), NOON, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the access token must be printable ASCII without blanks");
    }

    @Test
    void two_are_equal_when_they_authorize_alike() {
        assertThat(token(Duration.ofHours(1))).isEqualTo(token(Duration.ZERO)).hasSameHashCodeAs(token(Duration.ZERO));
        assertThat(AccessToken.bearer("a", Duration.ZERO)).isNotEqualTo(AccessToken.bearer("b", Duration.ZERO));
    }

    @Test
    void nothing_prints_what_is_secret() {
        TokenResponse response = new TokenResponse(
                token(Duration.ofHours(1)).withExtras(Map.of("partner_key", "confidential")),
                Secret.of("refresh"),
                Secret.of("identity"),
                ResponseHeaders.of(List.of(Map.entry("Set-Cookie", "confidential"))));

        assertThat(response)
                .hasToString("TokenResponse[AccessToken[OAuth ****, scopes=[b, a], expiresAt=2026-01-01T13:00:00Z],"
                        + " refreshToken=****, idToken=****, extras=[partner_key], headers=[Set-Cookie]]");
        assertThat(Secret.of("secret")).hasToString("****").isEqualTo(Secret.of("secret"));
        assertThat(Secret.of("secret")).isNotEqualTo(Secret.of("other"));
    }
}
