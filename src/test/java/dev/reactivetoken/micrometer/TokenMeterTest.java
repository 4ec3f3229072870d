package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation of the meters says what a real run publishes, and the README what the documentation says. */
class TokenMeterTest {

    private static final MeteredRun RUN = new MeteredRun();

    @Test
    void nothing_is_published_that_is_not_documented() {
        assertThat(names(RUN.published()))
                .isEqualTo(Arrays.stream(TokenMeter.values())
                        .map(TokenMeter::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @EnumSource
    void each_is_published_as_documented(TokenMeter documented) {
        List<Meter> meters = RUN.published().stream()
                .filter(meter -> meter.getId().getName().equals(documented.getName()))
                .toList();

        assertThat(meters).isNotEmpty().allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getType()).isEqualTo(documented.getType());
            assertThat(id.getDescription()).isEqualTo(documented.getDescription());
            assertThat(id.getBaseUnit())
                    .isEqualTo(documented.getType() == Meter.Type.TIMER ? "seconds" : documented.getBaseUnit());
            assertThat(id.getTags()).extracting(Tag::getKey).containsExactlyInAnyOrderElementsOf(keys(documented));
            assertThat(id.getTag("source")).isEqualTo(MeteredRun.SOURCE);
        });
    }

    @Test
    void the_tags_have_the_values_of_the_run() {
        Map<String, Set<String>> values = new TreeMap<>();
        RUN.published().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .forEach(tag -> values.computeIfAbsent(tag.getKey(), key -> new TreeSet<>())
                        .add(tag.getValue()));

        assertThat(values).containsOnlyKeys("source", "cause", "result", "oauth.error", "outcome", "state");
        assertThat(values.get("cause")).containsExactly("ahead", "cold", "expired", "rejected");
        assertThat(values.get("result")).containsExactly("success", "unreachable");
        assertThat(values.get("oauth.error")).containsExactly("none", "temporarily_unavailable");
        assertThat(values.get("outcome")).containsExactly("SUCCESS");
        assertThat(values.get("state"))
                .containsExactly(
                        "aging",
                        "closed",
                        "disabled",
                        "empty",
                        "forced_open",
                        "fresh",
                        "half_open",
                        "metrics_only",
                        "open");
    }

    @Test
    void the_table_in_the_readme_is_the_documentation() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("<!-- meters -->\n");
        int end = readme.indexOf("<!-- /meters -->");

        assertThat(begin).isPositive();
        assertThat(readme.substring(begin + "<!-- meters -->\n".length(), end)).isEqualTo(table());
    }

    private static String table() {
        return Arrays.stream(TokenMeter.values())
                .map(meter -> "| `" + meter.getName() + "` | "
                        + meter.getType().name().toLowerCase(Locale.ROOT)
                        + (meter.getBaseUnit() == null ? "" : ", " + meter.getBaseUnit()) + " | "
                        + keys(meter).stream()
                                .filter(key -> !key.equals("source"))
                                .map(key -> "`" + key + "`")
                                .collect(Collectors.joining(", "))
                        + " | " + meter.getDescription() + " |\n")
                .collect(Collectors.joining(
                        "", "| meter | type | tags beside `source` | what it counts |\n|---|---|---|---|\n", ""));
    }

    private static Set<String> names(List<Meter> meters) {
        return meters.stream().map(meter -> meter.getId().getName()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> keys(TokenMeter meter) {
        return Arrays.stream(meter.getKeyNames()).map(KeyName::asString).toList();
    }
}
