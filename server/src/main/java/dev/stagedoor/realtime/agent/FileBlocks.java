// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.Base64PdfSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.DocumentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.PlainTextSource;
import com.anthropic.models.messages.TextBlockParam;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.realtime.files.UserFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A message with files, as the blocks of the Messages API. */
final class FileBlocks {
    /** The most that one picture counts as, of any size and model. */
    private static final long PICTURE = 5_000;

    /** The most that one PDF document counts as: a hundred pages, each as a picture and as text. */
    private static final long DOCUMENT = 1_000_000;

    private static final long NAME = 400;

    private FileBlocks() {}

    /** The files first, as the provider advises, then the text. */
    static List<ContentBlockParam> of(Turn.Said said) {
        List<ContentBlockParam> blocks = new ArrayList<>();
        said.files().forEach(file -> blocks.add(block(file)));
        if (!said.text().isBlank()) {
            blocks.add(text(said.text()));
        }
        return blocks;
    }

    private static ContentBlockParam text(String text) {
        return ContentBlockParam.ofText(TextBlockParam.builder().text(text).build());
    }

    private static ContentBlockParam block(Turn.Attached attached) {
        UserFile file = attached.file();
        byte[] bytes = attached.bytes();
        if (bytes == null) {
            return text("[A file that is not attached any more, or that cannot be read: " + file.name() + "]");
        }
        if (file.isImage()) {
            return ContentBlockParam.ofImage(ImageBlockParam.builder()
                    .source(Base64ImageSource.builder()
                            .mediaType(Base64ImageSource.MediaType.of(file.mediaType()))
                            .data(Base64.getEncoder().encodeToString(bytes))
                            .build())
                    .build());
        }
        DocumentBlockParam.Builder document = DocumentBlockParam.builder().title(file.name());
        if (file.isPdf()) {
            document.source(Base64PdfSource.builder()
                    .data(Base64.getEncoder().encodeToString(bytes))
                    .build());
        } else {
            document.source(PlainTextSource.builder()
                    .data(new String(bytes, StandardCharsets.UTF_8))
                    .build());
        }
        return ContentBlockParam.ofDocument(document.build());
    }

    /** The most input tokens that the file may count as. */
    static long mostTokens(Turn.Attached attached) {
        if (attached.bytes() == null) {
            return NAME;
        }
        long bytes = TokenUsage.mostOf(attached.file().size());
        if (attached.file().isImage()) {
            return PICTURE;
        }
        return NAME + (attached.file().isPdf() ? DOCUMENT : bytes);
    }
}
