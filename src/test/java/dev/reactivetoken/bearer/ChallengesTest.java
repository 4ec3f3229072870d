package dev.reactivetoken.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer realm=\"a, b\"",
                "Bearer error=\"invalid_token\"",
                "bearer ERROR = invalid_token",
                "OAuth realm=\"r\", error=\"expired_token\"",
                "Basic realm=\"r\", Bearer error=\"invalid_token\", error_description=\"it's over\"",
                "Bearer error_description=\"error=insufficient_scope\"",
                "Bearer realm=\"\\\"error=\\\"\", error=\"invalid\\_token\"",
                "Negotiate abc==",
                "\"",
                "=",
                "error",
                "",
                "Bearer error=invalid_request",
                "Bearer error=\"token_inactive\"",
            })
    void a_challenge_that_names_the_token_or_no_cause_or_one_of_its_own_rejects_it(String challenge) {
        assertThat(Challenges.rejectToken(List.of(challenge))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer error=\"insufficient_scope\", scope=\"a b\"",
                "Bearer error=\"insufficient_user_authentication\", acr_values=\"x\"",
                "OAuth realm=\"ECHOplatform\", error=\"insufficient_scope\"",
                "DPoP error=\"use_dpop_nonce\"",
                "Bearer error_description=\"invalid_token\", error=\"insufficient_scope\"",
            })
    void a_challenge_that_names_a_cause_which_a_new_token_does_not_cure_does_not(String challenge) {
        assertThat(Challenges.rejectToken(List.of(challenge))).isFalse();
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(Challenges.rejectToken(List.of("Basic realm=\"r\"", "Bearer error=\"insufficient_scope\"")))
                .isFalse();
        assertThat(Challenges.rejectToken(List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "\"", "a \"", "=\"\\", "a=\""})
    void a_hostile_one_costs_no_more_than_its_length(String part) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Challenges.rejectToken(List.of(part.repeat(1_000_000 / part.length()))));
    }
}
