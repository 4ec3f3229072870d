package dev.reactivetoken.spring.boot;

import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import reactor.core.publisher.Mono;

/** The HTTP interface of the README. */
@HttpExchange("/beta/accounts")
interface Accounts {
    @GetExchange("/ess")
    Mono<String> ess();
}
