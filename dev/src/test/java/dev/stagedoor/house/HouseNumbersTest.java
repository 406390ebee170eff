// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The house numbers of ARCHITECTURE.md, for main and test code of every module. */
class HouseNumbersTest {
    private static final int FILE_CAP = 400;
    private static final int FILE_P95 = 300;
    private static final int FILE_MEDIAN = 80;
    private static final int METHOD_CAP = 40;
    private static final int CONSTRUCTOR_PARAMETERS = 7;
    private static final int PACKAGE_CAP = 25;
    private static final int NESTING = 3;
    /** Records whose shape is somebody else's: the messages of the API and of LiveKit, stored rows, settings. */
    private static final Pattern SHAPED_ELSEWHERE = Pattern.compile(
            "(api|livekit)/.*|.*/(\\w+[.])*(Stored\\w*|OlderNode|\\w+(Config|Settings|Timing|View))([.]\\w+)*");

    private static final Pattern BANNED =
            Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils|Common)$|^(Base|Default)[A-Z].*");

    @Test
    void files_are_short() {
        List<Path> files = Sources.files();
        List<Integer> lengths = files.stream().map(Sources::lines).sorted().toList();

        assertThat(files.stream().filter(file -> Sources.lines(file) > FILE_CAP).toList())
                .as("files above the cap of %d lines", FILE_CAP)
                .isEmpty();
        assertThat(lengths.get(lengths.size() / 2)).as("median file length").isLessThanOrEqualTo(FILE_MEDIAN);
        assertThat(lengths.get(lengths.size() * 95 / 100))
                .as("95th percentile of file length")
                .isLessThanOrEqualTo(FILE_P95);
    }

    @Test
    void packages_have_few_files() {
        Map<Path, Long> sizes = Sources.files().stream().collect(groupingBy(Path::getParent, counting()));

        assertThat(sizes.entrySet().stream()
                        .filter(folder -> folder.getValue() > PACKAGE_CAP)
                        .toList())
                .as("packages above the cap of %d files", PACKAGE_CAP)
                .isEmpty();
    }

    @Test
    void methods_are_short_shallow_and_take_little() {
        assertThat(findings()).as("house numbers broken").isEmpty();
    }

    private static List<String> findings() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        JavacTask task = (JavacTask) compiler.getTask(
                null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(Sources.files()));
        List<String> found = new ArrayList<>();
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, positions, found).scan(unit, 0);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    /** Walks one file; the value passed down is the depth of blocks inside the method. */
    private static final class Scanner extends TreePathScanner<Void, Integer> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        Scanner(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Integer depth) {
            String name = type.getSimpleName().toString();
            if (BANNED.matcher(name).matches()) {
                report(type, "the name " + name + " is banned");
            }
            long components = type.getKind() == Tree.Kind.RECORD ? components(type) : 0;
            if (components > CONSTRUCTOR_PARAMETERS && !shapedElsewhere()) {
                report(type, "the record " + name + " has " + components + " components");
            }
            return super.visitClass(type, 0);
        }

        private static long components(ClassTree type) {
            return type.getMembers().stream()
                    .filter(member -> member instanceof VariableTree field
                            && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
        }

        /** By the file's folder and the names of the types around the one at hand. */
        private boolean shapedElsewhere() {
            Path folder = Sources.root()
                    .relativize(Path.of(unit.getSourceFile().toUri()))
                    .getParent();
            String nest = StreamSupport.stream(getCurrentPath().spliterator(), false)
                    .filter(ClassTree.class::isInstance)
                    .map(type -> ((ClassTree) type).getSimpleName().toString())
                    .reduce((inner, outer) -> outer + "." + inner)
                    .orElse("");
            return SHAPED_ELSEWHERE.matcher(folder + "/" + nest).matches();
        }

        @Override
        public Void visitMethod(MethodTree method, Integer depth) {
            BlockTree body = method.getBody();
            if (body != null && lines(body) > METHOD_CAP) {
                report(method, method.getName() + " has " + lines(body) + " lines, the cap is " + METHOD_CAP);
            }
            boolean constructor = method.getName().contentEquals("<init>");
            boolean ofRecord = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
            if (constructor && !ofRecord && method.getParameters().size() > CONSTRUCTOR_PARAMETERS) {
                report(method, "a constructor takes " + method.getParameters().size() + " parameters");
            }
            // The method's own block is depth 0.
            return super.visitMethod(method, -1);
        }

        @Override
        public Void visitBlock(BlockTree block, Integer depth) {
            int inner = depth + 1;
            if (inner == NESTING + 1) {
                report(block, "blocks are nested deeper than " + NESTING);
            }
            return super.visitBlock(block, inner);
        }

        @Override
        public Void visitLambdaExpression(com.sun.source.tree.LambdaExpressionTree lambda, Integer depth) {
            return super.visitLambdaExpression(lambda, -1);
        }

        private long lines(Tree tree) {
            LineMap map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, tree));
            return map.getLineNumber(positions.getEndPosition(unit, tree)) - first + 1;
        }

        private void report(Tree tree, String what) {
            long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
            Path file = Path.of(unit.getSourceFile().toUri());
            found.add(Sources.root().relativize(file) + ":" + line + " " + what);
        }
    }
}
