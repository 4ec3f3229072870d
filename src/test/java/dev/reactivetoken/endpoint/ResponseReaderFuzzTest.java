package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderFuzzTest {

    private static final int ROUNDS = 20_000;
    private static final String CANARY = "cAnArY-7f3a";
    private static final List<Integer> STATUSES = List.of(200, 200, 200, 200, 302, 400, 401, 403, 429, 503);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "1e9",
            "-",
            "9".repeat(50),
            "\"error\"",
            "\"access_token\"",
            "\"expires_in\"",
            "\"scope\"",
            "\uFEFF",
            "\0",
            "\r\n",
            "ü",
            "\uD83D");
    private static final String VALID = "{\"access_token\":\"" + CANARY
            + "\",\"token_type\":\"Bearer\",\"expires_in\":36," + "\"scope\":\"a b\",\"refresh_token\":\"" + CANARY
            + "\",\"id_token\":\"x\",\"o\":{\"p\":[1,{\"q\":null}]}}";
    private static final String ERROR =
            "{\"error\":\"invalid_client\",\"error_description\":\"the secret " + CANARY + " is wrong\"}";

    private final TokenRequest request =
            TokenRequest.of("client_credentials").withScopes(List.of("a")).withCredential(Secret.of(CANARY));
    private final ResponseReader reader =
            new ResponseReader(URI.create("https://idp.example/token"), Dialect.STANDARD, new StepClock());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_comes_is_an_answer_or_a_token_exception_and_prints_no_secret(long seed) {
        Random random = new Random(seed);
        int answers = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = body(random);
            try {
                TokenResponse answer = reader.read(
                        request,
                        STATUSES.get(random.nextInt(STATUSES.size())),
                        headers(random),
                        body,
                        new Moment(0, 0));
                assertThat(answer.toString()).doesNotContain(CANARY);
                answers++;
            } catch (TokenException e) {
                assertThat(e.toString()).doesNotContain(CANARY).doesNotContainPattern("\\p{Cntrl}");
                assertThat(e).hasNoCause();
            } catch (RuntimeException e) {
                fail("round " + round + " of seed " + seed + ": " + body, e);
            }
        }
        assertThat(answers).isBetween(ROUNDS / 100, ROUNDS / 2);
    }

    private static String body(Random random) {
        if (random.nextInt(5) == 0) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        StringBuilder body = new StringBuilder(random.nextInt(3) == 0 ? ERROR : VALID);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            mutate(body, random);
        }
        return body.toString();
    }

    private static void mutate(StringBuilder body, Random random) {
        int at = random.nextInt(body.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> body.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> body.delete(at, Math.min(body.length(), at + random.nextInt(12)));
            default -> body.append(body, 0, at);
        }
    }

    private static HttpHeaders headers(Random random) {
        String value = PIECES.get(random.nextInt(PIECES.size()));
        return new DefaultHttpHeaders(false)
                .set("Retry-After", value)
                .set("Content-Type", value)
                .set("Location", value);
    }
}
