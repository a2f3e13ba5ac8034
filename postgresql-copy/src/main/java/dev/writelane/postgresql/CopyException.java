package dev.writelane.postgresql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy that was not made. Its message says what, where and what to do; nothing was written, unless it says that it cannot know. */
public class CopyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public CopyException(String message) {
        super(message);
        this.findings = List.of();
    }

    public CopyException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.findings = List.of();
    }

    /** @param findings why it was not begun */
    public CopyException(String message, List<Finding> findings) {
        super(message);
        this.findings = List.copyOf(findings);
    }

    /** What does not map, when that is why the copy was not begun; else empty. */
    public List<Finding> findings() {
        return findings;
    }
}
