package dev.reactivetoken.spring.boot;

import dev.reactivetoken.RefreshPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a {@link RefreshPolicy}, with the same defaults.
 *
 * @param expiryMargin A token is no longer handed out this long before its end, though for at most 3 % of its life.
 * @param refreshAhead Share of a token's life after which it is renewed while callers still get it.
 * @param jitter The renewal is moved forward by a random share of the life up to this one.
 * @param minInterval A token just fetched is shared this long, even if it is rejected, though for at most a quarter
 *     of its life.
 * @param refusalCooldown After a refusal the same credential is not tried again for this long, doubling up to twelve
 *     times.
 * @param refuseReducedScope Whether a token with less scope than asked for is an error.
 */
record RefreshProperties(
        @DefaultValue("10s") Duration expiryMargin,
        @DefaultValue("0.82") double refreshAhead,
        @DefaultValue("0.02") double jitter,
        @DefaultValue("1s") Duration minInterval,
        @DefaultValue("5s") Duration refusalCooldown,
        @DefaultValue("false") boolean refuseReducedScope) {

    /** The policy; what it refuses is told by property. */
    RefreshPolicy policy(PropertyPath path) {
        RefreshPolicy base = RefreshPolicy.DEFAULT.withJitter(0).withRefuseReducedScope(refuseReducedScope);
        RefreshPolicy ahead = path.check("refresh.refresh-ahead", () -> base.withRefreshAhead(refreshAhead));
        RefreshPolicy spread = path.check("refresh.jitter", () -> ahead.withJitter(jitter));
        RefreshPolicy margin = path.check("refresh.expiry-margin", () -> spread.withExpiryMargin(expiryMargin));
        RefreshPolicy spaced = path.check("refresh.min-interval", () -> margin.withMinInterval(minInterval));
        return path.check("refresh.refusal-cooldown", () -> spaced.withRefusalCooldown(refusalCooldown));
    }
}
