package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.bearer.BearerCall;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/** Registers a source and a call for each client in the properties; in a native image it does so at run time. */
final class TokenClientRegistrar implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        ClientNames.in(environment).forEach(client -> register(client, registry));
    }

    private static void register(String client, BeanRegistry registry) {
        String source = ClientBeans.SOURCE.of(client);
        registry.registerBean(
                source,
                ReactiveTokenSource.class,
                spec -> spec.description("tokens of the client " + client)
                        .supplier(context -> context.bean(TokenClients.class).source(client)));
        registry.registerBean(
                ClientBeans.CALL.of(client),
                BearerCall.class,
                spec -> spec.description("attaches tokens of the client " + client)
                        .supplier(context -> context.bean(TokenClients.class)
                                .call(client, context.bean(source, ReactiveTokenSource.class))));
    }
}
