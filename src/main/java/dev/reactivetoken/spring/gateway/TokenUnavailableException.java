package dev.reactivetoken.spring.gateway;

import dev.reactivetoken.endpoint.JsonWriter;
import dev.reactivetoken.token.TokenException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;

/** There is no token: 503, in the form that Spring's own error handlers know, if one of them is first. */
final class TokenUnavailableException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;
    private static final String DETAIL = "There is no access token for the upstream of this route at the moment.";

    /** As RFC 9457 section 3 has it; names neither source nor cause. */
    private static final byte[] PROBLEM = JsonWriter.object(problem -> problem.member("type", "about:blank")
                    .member("title", HttpStatus.SERVICE_UNAVAILABLE.getReasonPhrase())
                    .member("status", HttpStatus.SERVICE_UNAVAILABLE.value())
                    .member("detail", DETAIL))
            .getBytes(StandardCharsets.UTF_8);

    TokenUnavailableException(TokenException why) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, DETAIL),
                why);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(why.retryAfterSeconds()));
    }

    Mono<Void> write(ServerHttpResponse response) {
        response.setStatusCode(getStatusCode());
        response.getHeaders().putAll(getHeaders());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(PROBLEM.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(PROBLEM)));
    }
}
