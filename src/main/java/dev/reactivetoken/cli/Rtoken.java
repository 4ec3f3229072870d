package dev.reactivetoken.cli;

import dev.reactivetoken.cli.demo.Demo;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command itself; without a subcommand it runs the demo. */
@Command(
        name = "rtoken",
        description = "Gets OAuth 2.0 access tokens, and shows what the library reactive-token promises.",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all went well",
            "1:the demo did not keep a promise",
            "2:the token endpoint refused the request",
            "3:the token endpoint, or the port to listen on, could not be reached",
            "4:the token endpoint answered something that cannot be read",
            "64:the command was not used as it should be",
            "70:a bug"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rtoken                          run the demo, about 40 seconds",
            "  rtoken serve                    an authorization server to try things against",
            "  rtoken token --provider barracuda-us --client-id ID --scope ess:account:read",
            "  curl -H \"$(rtoken token --header ...)\" https://api.example.com/",
            "  rtoken gateway --provider barracuda-us --credentials client.json ...",
            "",
            "More: rtoken help COMMAND"
        })
final class Rtoken implements Callable<Integer> {

    private final DemoCommand demo;

    @Option(names = "--json", description = "Of the demo: end with one line of JSON, see rtoken help demo.")
    private boolean json;

    private Rtoken(DemoCommand demo) {
        this.demo = demo;
    }

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show warnings of the library on standard error.")
    void verbose(boolean verbose) {
        Logging.configure(verbose);
    }

    static CommandLine commandLine(ProcessEnvironment environment) {
        return commandLine(environment, Demo.standard());
    }

    static CommandLine commandLine(ProcessEnvironment environment, Demo scenarios) {
        Logging.configure(false);
        DemoCommand demo = new DemoCommand(scenarios);
        CommandLine line = new CommandLine(new Rtoken(demo))
                .addSubcommand(demo)
                .addSubcommand(new TokenCommand(environment))
                .addSubcommand(new GatewayCommand(environment))
                .addSubcommand(new ServeCommand())
                .addSubcommand(new HelpCommand());
        line.registerConverter(URI.class, Rtoken::uri);
        line.setParameterExceptionHandler(ExceptionHandlers::usage);
        line.setExecutionExceptionHandler(ExceptionHandlers::execution);
        return line;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new TypeConversionException("is not a URI: " + e.getReason());
        }
    }

    boolean json() {
        return json;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return demo.run(json);
    }
}
