package dev.writelane.examples.boxoffice.domain;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code row,number,price} line by line and forgives nothing: what it does not understand, it refuses by line.
 *
 * <p>No quotes, no blanks, no empty lines; LF or CRLF; the last line may go without. A line is never kept longer than
 * 200 characters, so a file without line ends needs no more memory than any other.
 */
public final class SeatCsv {

    private static final String HEADER = "row,number,price";

    private static final int LONGEST = 200;
    private static final int END = -1;

    private final BufferedReader csv;
    private long line;

    /**
     * Reads the header.
     *
     * @throws Refused as every method here does, naming the line that is wrong
     */
    public SeatCsv(BufferedReader csv) throws IOException {
        this.csv = csv;
        Optional<String> header = nextLine();
        if (!header.equals(Optional.of(HEADER))) {
            throw refuse("the header is `" + header.orElse("") + "` instead of `" + HEADER + "`");
        }
    }

    /** The next seats, at most so many; empty at the end of the file. */
    public List<SeatLine> next(int most) throws IOException {
        List<SeatLine> lines = new ArrayList<>(most);
        while (lines.size() < most) {
            Optional<String> text = nextLine();
            if (text.isEmpty()) {
                break;
            }
            lines.add(parse(text.get()));
        }
        return lines;
    }

    private SeatLine parse(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != 3) {
            throw refuse("`" + text + "` has " + fields.length + " field(s) instead of 3: " + HEADER);
        }
        if (!SeatLabel.isRow(fields[0])) {
            throw refuse("row is `" + fields[0] + "`: 1 to 8 letters from A to Z");
        }
        if (!SeatLabel.isNumber(fields[1])) {
            throw refuse("number is `" + fields[1] + "`: a whole number from 1 to 999999");
        }
        return new SeatLine(
                line,
                new SeatLabel(fields[0], Integer.parseInt(fields[1])),
                Price.parse(fields[2]).orElseThrow(() -> refuse("price is `" + fields[2] + "`: " + Price.RULE)));
    }

    private Optional<String> nextLine() throws IOException {
        line++;
        StringBuilder text = new StringBuilder();
        int c;
        try {
            while ((c = csv.read()) != END && c != '\n') {
                if (text.length() == LONGEST) {
                    throw refuse("longer than " + LONGEST + " characters");
                }
                text.append((char) c);
            }
        } catch (CharacterCodingException e) {
            throw refuse("not UTF-8");
        }
        if (c == END && text.isEmpty()) {
            return Optional.empty();
        }
        int last = text.length() - 1;
        if (last >= 0 && text.charAt(last) == '\r') {
            text.setLength(last);
        }
        return Optional.of(text.toString());
    }

    private Refused refuse(String why) {
        return Refused.invalid("line " + line + ": " + why);
    }
}
