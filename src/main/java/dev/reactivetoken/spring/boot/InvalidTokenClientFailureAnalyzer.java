package dev.reactivetoken.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the property that keeps the application from starting. */
final class InvalidTokenClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTokenClientException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidTokenClientException cause) {
        return new FailureAnalysis(
                "A token client cannot be built as it is configured:\n\n    " + cause.getMessage(),
                "Change the property named above. All of them are listed in the README of reactive-token.",
                cause);
    }
}
