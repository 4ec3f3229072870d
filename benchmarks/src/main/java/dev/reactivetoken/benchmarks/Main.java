package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Form;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.report.Readme;
import dev.reactivetoken.benchmarks.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

/** Measures the questions one after the other and writes the report; called by the script {@code benchmarks/run}. */
public final class Main {

    private static final int USAGE = 64;

    private static final Map<String, Question> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("hit", HitBenchmark::measure);
        QUESTIONS.put("refresh", RefreshBenchmark::measure);
        QUESTIONS.put("crowd", CrowdBenchmark::measure);
        QUESTIONS.put("contention", ContentionBenchmark::measure);
        QUESTIONS.put("rollover", RolloverBenchmark::measure);
        QUESTIONS.put("outage", OutageBenchmark::measure);
        QUESTIONS.put("fetch", FetchBenchmark::measure);
        QUESTIONS.put("keys", ManyKeysBenchmark::measure);
        QUESTIONS.put("filter", FilterBenchmark::measure);
    }

    /** Adds its figures to the session. */
    @FunctionalInterface
    interface Question {
        void measure(Session session) throws Exception;
    }

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(System.getProperty("report", "target/report"));
        Form form = Form.SHORT;
        List<String> questions = new ArrayList<>(QUESTIONS.keySet());
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--full" -> form = Form.FULL;
                case "--smoke" -> form = Form.SMOKE;
                case "--only" -> questions = chosen(i + 1 < arguments.length ? arguments[++i] : "");
                case "--readme" -> {
                    Readme.write(directory, Path.of(System.getProperty("readme", "../README.md")));
                    return;
                }
                default -> throw usage("unknown: " + arguments[i]);
            }
        }
        LogManager.getLogManager().reset(); // some peers log each failure with its stack, at a cost
        int failures = measure(questions, form, Files.createDirectories(directory));
        System.exit(Math.min(failures, 1)); // some peers leave threads behind
    }

    private static int measure(List<String> questions, Form form, Path directory) throws Exception {
        Report report = Report.in(directory);
        int failures = 0;
        long begin = System.nanoTime();
        for (String question : questions) {
            Session session = new Session(question, form, directory);
            session.log(form.name().toLowerCase(Locale.ROOT) + " form …");
            try {
                QUESTIONS.get(question).measure(session);
                report.replace(session, QUESTIONS.keySet());
            } catch (Exception failed) {
                session.log("failed, its figures are left as they were");
                failed.printStackTrace();
                failures++;
            }
        }
        report.writePage();
        System.err.printf("%nDone in %d s.%n", (System.nanoTime() - begin) / 1_000_000_000);
        System.err.println("Figures: " + directory.resolve(Report.RESULTS));
        System.err.println("Page:    " + directory.resolve(Report.PAGE));
        System.out.print(report.summary());
        return failures;
    }

    private static List<String> chosen(String list) {
        List<String> chosen = List.of(list.split(","));
        for (String each : chosen) {
            if (!QUESTIONS.containsKey(each)) {
                throw usage("no such question: " + each);
            }
        }
        return chosen;
    }

    private static RuntimeException usage(String complaint) {
        System.err.println(complaint);
        System.err.println("usage: run [--full | --smoke] [--only question,…] | --readme");
        System.err.println("questions: " + String.join(", ", QUESTIONS.keySet()));
        System.exit(USAGE);
        return new IllegalArgumentException(complaint);
    }
}
