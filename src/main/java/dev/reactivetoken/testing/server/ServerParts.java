package dev.reactivetoken.testing.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The parts of a server, assembled for its profile. */
final class ServerParts {

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final Duration REFRESH_TOKEN_LIFETIME = Duration.ofDays(30);

    final Clients clients;
    final AccessTokens tokens;
    final CodeStore refreshTokens;
    final Counters counters = new Counters();
    final FaultPlan faults = new FaultPlan();
    final Router router;

    ServerParts(TokenServerBuilder options, Clients clients) {
        this.clients = clients;
        this.tokens = new AccessTokens(options.clock, options.lifetime);
        this.refreshTokens = new CodeStore(options.clock, REFRESH_TOKEN_LIFETIME);
        CodeStore codes = new CodeStore(options.clock, CODE_LIFETIME);
        Map<String, Handler> byPrefix = new HashMap<>();
        TokenRules rules = switch (options.profile) {
            case BARRACUDA_TOKEN_SERVICE -> {
                byPrefix.put(BarracudaResources.PREFIX, counted(new BarracudaResources(clients, tokens)));
                yield new BarracudaTokens(clients, tokens);
            }
            case ECHOPLATFORM -> {
                byPrefix.put(EchoResources.PREFIX, counted(new EchoResources(clients, tokens)));
                byPrefix.put(EchoAuthorize.PATH, new EchoAuthorize(clients, options.redirectUris, codes));
                yield new EchoTokens(clients, tokens, codes, refreshTokens, options.rotateRefreshTokens);
            }
        };
        if (options.admin) {
            byPrefix.put(Admin.PREFIX, new Admin(clients, faults, counters::snapshot));
        }
        TokenHandler handler = new TokenHandler(rules, counters, faults, options.delay, options.listener);
        this.router = new Router(options.profile.tokenPath(), handler, byPrefix);
    }

    private Handler counted(Handler resources) {
        return request -> {
            counters.resourceRequests.increment();
            try {
                return resources.handle(request);
            } catch (Refusal refusal) {
                if (refusal.status() == 401) {
                    counters.resourceRefused.increment();
                }
                throw refusal;
            }
        };
    }
}
