package dev.reactivetoken;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * The jars of a project with one dependency, this library, read from the tree that Maven has resolved for this build.
 * A direct dependency of the library comes in the version that this build has for it. Of anything below, the nearest
 * declaration wins, and the {@code dependencyManagement} of this build has no say.
 */
final class UserClassPath {

    private static final String REQUIRED = "/project/dependencies/dependency[not(optional) and not(scope)]/artifactId";

    /** Three characters a level, the artifact, and what Maven remarks. */
    private static final Pattern LINE = Pattern.compile("(?<branches>[|+\\\\ -]*)(?<omitted>\\(?)"
            + "(?<id>[^: ]+:[^: ]+):jar(:[^: ]+)?:(?<version>[^: ]+):[a-z]+(?<remarks>.*)");

    private static final Pattern MANAGED = Pattern.compile("version managed from ([^;)]+)");

    private record Node(int level, boolean omitted, String id, String version, String declared) {}

    private final Set<String> required = new HashSet<>();
    private final List<Node> nodes;

    /** @param tree the verbose output of {@code dependency:tree} */
    private UserClassPath(Path pom, Path tree) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        NodeList names =
                (NodeList) XPathFactory.newInstance().newXPath().evaluate(REQUIRED, document, XPathConstants.NODESET);
        for (int i = 0; i < names.getLength(); i++) {
            required.add(names.item(i).getTextContent());
        }
        nodes = Files.readAllLines(tree).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(UserClassPath::node)
                .toList();
    }

    static UserClassPath ofThisBuild() throws Exception {
        return new UserClassPath(Path.of("pom.xml"), Path.of("target", "dependency-tree.txt"));
    }

    private static Node node(Matcher line) {
        Matcher managed = MANAGED.matcher(line.group("remarks"));
        return new Node(
                line.group("branches").length() / 3,
                !line.group("omitted").isEmpty(),
                line.group("id"),
                line.group("version"),
                managed.find() ? managed.group(1) : line.group("version"));
    }

    /** The version of each artifact that a user gets. */
    Map<String, String> versions() {
        Map<String, Node> nearest = new TreeMap<>();
        boolean below = false;
        for (Node node : nodes) {
            below = node.level == 1 ? required.contains(name(node.id)) : below;
            if (below) {
                nearest.merge(node.id, node, (one, other) -> other.level < one.level ? other : one);
            }
        }
        return nearest.values().stream().collect(toMap(Node::id, Node::declared, (one, other) -> one, TreeMap::new));
    }

    /** The version of each of these artifacts that the tests have. */
    Map<String, String> testedVersions() {
        Set<String> users = versions().keySet();
        return nodes.stream()
                .filter(node -> !node.omitted && users.contains(node.id))
                .collect(toMap(Node::id, Node::version, (one, other) -> one, TreeMap::new));
    }

    /** Whether a user gets this jar of the local repository. */
    boolean contains(Path jar) {
        return versions().entrySet().stream()
                .anyMatch(artifact -> jar.getParent().endsWith(Path.of(name(artifact.getKey()), artifact.getValue())));
    }

    private static String name(String id) {
        return id.substring(id.indexOf(':') + 1);
    }
}
