package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application with Spring Boot and this library alone. */
final class BareApplication {

    private BareApplication() {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Config {}

    public static void main(String[] args) {
        Map<String, Object> properties = Map.of(
                "reactive-token.clients.orders.token-uri", "https://auth.example.com/token",
                "reactive-token.clients.orders.client-id", "id",
                "reactive-token.clients.orders.client-secret", "hush");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Config.class)
                .properties(properties)
                .run(args)) {
            System.out.println(context.getBean(ReactiveTokenSource.class).status());
        }
    }
}
