package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard queries only what a real run publishes, and shows everything that is documented. */
class GrafanaDashboardTest {

    private static final int COLUMNS = 24;
    /** Labels that Prometheus adds to what it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job");

    private static final Pattern SELECTOR = Pattern.compile("(reactive_token_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern COUNTER = Pattern.compile("_(total|count|bucket)\\{");
    private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(reactive_token_\\w+)\\{(.*)} \\S+$");

    private static final JsonNode DASHBOARD = read();
    private static final Map<String, Map<String, Set<String>>> PUBLISHED = published();

    /** One query to Prometheus, with its panel or variable. */
    private record Query(String where, String expr, String legend) {

        List<MatchResult> selectors() {
            return SELECTOR.matcher(expr).results().toList();
        }

        Set<String> groupedBy() {
            return GROUPING.matcher(expr)
                    .results()
                    .flatMap(found -> Arrays.stream(found.group(1).split(",\\s*")))
                    .collect(Collectors.toSet());
        }
    }

    private static JsonNode read() {
        try (InputStream json = TokenMeters.class.getResourceAsStream("grafana-dashboard.json")) {
            return new JsonMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The labels and their values of each metric that a real run published. */
    private static Map<String, Map<String, Set<String>>> published() {
        Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
        SAMPLE.matcher(new MeteredRun().scraped()).results().forEach(sample -> {
            Map<String, Set<String>> labels = metrics.computeIfAbsent(sample.group(1), name -> new HashMap<>());
            MATCHER.matcher(sample.group(2))
                    .results()
                    .forEach(label -> labels.computeIfAbsent(label.group(1), key -> new HashSet<>())
                            .add(label.group(3)));
        });
        return metrics;
    }

    private static List<JsonNode> panels() {
        return DASHBOARD.get("panels").valueStream().toList();
    }

    static Stream<Query> queries() {
        return Stream.concat(ofPanels(), ofVariables());
    }

    static Stream<Query> ofPanels() {
        return panels().stream()
                .filter(panel -> panel.has("targets"))
                .flatMap(panel -> panel.get("targets")
                        .valueStream()
                        .map(target -> new Query(
                                panel.get("title").asString(),
                                target.get("expr").asString(),
                                target.get("legendFormat").asString())));
    }

    private static Stream<Query> ofVariables() {
        return DASHBOARD
                .get("templating")
                .get("list")
                .valueStream()
                .filter(variable -> variable.get("type").asString().equals("query"))
                .map(variable -> new Query(
                        variable.get("name").asString(),
                        variable.get("query").get("query").asString(),
                        ""));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void each_query_names_what_a_real_run_published(Query query) {
        assertThat(query.selectors()).isNotEmpty().allSatisfy(selector -> {
            String metric = selector.group(1);
            assertThat(PUBLISHED).containsKey(metric);
            Map<String, Set<String>> labels = PUBLISHED.get(metric);
            assertThat(matched(selector).keySet()).isSubsetOf(with(labels.keySet()));
            assertThat(query.groupedBy()).isSubsetOf(with(labels.keySet()));
            matched(selector).forEach((label, value) -> {
                if (!value.startsWith("$")) {
                    assertThat(labels.get(label)).containsAll(Arrays.asList(value.split("\\|")));
                }
            });
        });
    }

    @ParameterizedTest
    @MethodSource("ofPanels")
    void each_panel_is_limited_to_what_the_reader_has_chosen(Query query) {
        assertThat(query.selectors())
                .allSatisfy(selector -> assertThat(matched(selector))
                        .containsEntry("job", "$job")
                        .containsEntry("source", "$source"));
    }

    @ParameterizedTest
    @MethodSource("ofPanels")
    void each_panel_shows_counters_and_nothing_else_as_rates(Query query) {
        assertThat(COUNTER.matcher(query.expr).find()).isEqualTo(query.expr.contains("[$__rate_interval]"));
    }

    @ParameterizedTest
    @MethodSource("ofPanels")
    void each_legend_names_what_its_query_groups_by(Query query) {
        Set<String> named = IN_LEGEND
                .matcher(query.legend)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> grouped = query.groupedBy();
        grouped.remove("le"); // a quantile has no such label

        assertThat(named).isEqualTo(grouped);
    }

    @Test
    void every_meter_is_shown() {
        Set<String> shown = queries()
                .flatMap(query -> query.selectors().stream())
                .map(selector -> selector.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(TokenMeter.values()).allSatisfy(meter -> {
            String metric = meter.getName().replace('.', '_');
            assertThat(shown).anyMatch(name -> name.matches(metric + "(_total|_seconds_.*|_seconds|_callers)?"));
        });
    }

    @Test
    void every_panel_has_a_place_of_its_own_and_says_what_to_do() {
        Set<Integer> ids = new HashSet<>();
        Map<String, String> taken = new HashMap<>();
        List<String> overlaps = new ArrayList<>();
        for (JsonNode panel : panels()) {
            String title = panel.get("title").asString();
            JsonNode place = panel.get("gridPos");
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            assertThat(place.get("x").asInt() + place.get("w").asInt())
                    .as(title)
                    .isLessThanOrEqualTo(COLUMNS);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    String cell =
                            (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y);
                    String other = taken.put(cell, title);
                    if (other != null) {
                        overlaps.add(title + " lies on " + other);
                    }
                }
            }
            if (!panel.get("type").asString().equals("row")) {
                assertThat(panel.get("description").asString()).as(title).hasSizeGreaterThan(40);
                assertThat(panel.get("fieldConfig").get("defaults").get("unit").asString())
                        .as(title)
                        .isNotEmpty();
            }
        }
        assertThat(overlaps).isEmpty();
    }

    @Test
    void it_can_be_imported() {
        assertThat(DASHBOARD.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(DASHBOARD.get("id").isNull()).isTrue();
        assertThat(DASHBOARD.get("uid").asString()).isEqualTo("reactive-token");
        assertThat(DASHBOARD.get("__inputs").get(0).get("name").asString()).isEqualTo("DS_PROMETHEUS");

        Map<String, JsonNode> variables = DASHBOARD
                .get("templating")
                .get("list")
                .valueStream()
                .collect(Collectors.toMap(variable -> variable.get("name").asString(), Function.identity()));
        assertThat(variables).containsOnlyKeys("datasource", "job", "source");
        assertThat(variables.get("datasource").get("current").get("value").asString())
                .isEqualTo("${DS_PROMETHEUS}");
        assertThat(variables.get("source").get("multi").asBoolean()).isTrue();
        assertThat(variables.get("source").get("includeAll").asBoolean()).isTrue();

        assertThat(DASHBOARD.findValues("datasource"))
                .filteredOn(source -> source.get("type").asString().equals("prometheus"))
                .hasSizeGreaterThan(20)
                .allMatch(source -> source.get("uid").asString().equals("${datasource}"));
        Set<String> required = DASHBOARD
                .get("__requires")
                .valueStream()
                .filter(required1 -> required1.get("type").asString().equals("panel"))
                .map(panel -> panel.get("id").asString())
                .collect(Collectors.toSet());
        assertThat(panels().stream().map(panel -> panel.get("type").asString()))
                .filteredOn(type -> !type.equals("row"))
                .containsAll(required)
                .isSubsetOf(required);
    }

    private static Map<String, String> matched(MatchResult selector) {
        return selector.group(2) == null
                ? Map.of()
                : MATCHER.matcher(selector.group(2))
                        .results()
                        .collect(Collectors.toMap(label -> label.group(1), label -> label.group(3)));
    }

    private static Set<String> with(Set<String> labels) {
        Set<String> all = new HashSet<>(labels);
        all.addAll(OF_PROMETHEUS);
        return all;
    }
}
