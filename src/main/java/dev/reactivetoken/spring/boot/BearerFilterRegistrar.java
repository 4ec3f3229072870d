package dev.reactivetoken.spring.boot;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.spring.BearerExchangeFilter;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/** Registers a filter for WebClient for each client in the properties. */
final class BearerFilterRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        ClientNames.in(environment)
                .forEach(client -> registry.registerBean(
                        ClientBeans.FILTER.of(client),
                        BearerExchangeFilter.class,
                        spec -> spec.description(
                                        "attaches tokens of the client " + client + " to a WebClient's requests")
                                .supplier(context -> BearerExchangeFilter.of(
                                        context.bean(ClientBeans.CALL.of(client), BearerCall.class)))));
    }
}
