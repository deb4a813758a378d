export declare function subsetFont(font: Buffer, characters: ReadonlySet<number>): Buffer;
