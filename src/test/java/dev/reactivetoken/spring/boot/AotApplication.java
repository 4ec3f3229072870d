package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.spring.BearerExchangeFilter;
import dev.reactivetoken.token.AccessToken;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application that is processed ahead of time and then run in that form. */
public final class AotApplication {

    private AotApplication() {}

    @Configuration(proxyBeanMethods = false)
    @Import({User.class, OptionalNeighboursTest.Ours.class})
    static class Config {}

    /** Is injected with the beans of the client. */
    static final class User {

        private final ReactiveTokenSource tokens;
        private final BearerCall call;
        private final Map<String, ReactiveTokenSource> all;

        User(
                @Qualifier("orders") ReactiveTokenSource tokens,
                @Qualifier("orders") BearerCall call,
                @Qualifier("orders") BearerExchangeFilter filter,
                Map<String, ReactiveTokenSource> all) {
            this.tokens = tokens;
            this.call = call;
            this.all = all;
        }
    }

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Config.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "logging.level.root=warn")
                .run(args)) {
            User user = context.getBean(User.class);
            AccessToken token = user.tokens.token().block(Duration.ofSeconds(20));
            System.out.println(user.all.keySet() + " " + user.call.origins() + " " + token);
        }
    }
}
