CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`video_id` text NOT NULL,
	`parent_id` text,
	`at_seconds` real,
	`author_name` text NOT NULL,
	`author_id` text,
	`visitor` text NOT NULL,
	`text` text NOT NULL,
	`created_at` text NOT NULL,
	`edited_at` text,
	`resolved_at` text,
	FOREIGN KEY (`video_id`) REFERENCES `videos`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `comments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `comments_video` ON `comments` (`video_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `reactions` (
	`id` text PRIMARY KEY NOT NULL,
	`video_id` text NOT NULL,
	`at_seconds` real NOT NULL,
	`emoji` text NOT NULL,
	`author_name` text,
	`visitor` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`video_id`) REFERENCES `videos`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `reactions_video` ON `reactions` (`video_id`,`at_seconds`);--> statement-breakpoint
CREATE TABLE `share_rules` (
	`video_id` text PRIMARY KEY NOT NULL,
	`audience` text DEFAULT 'link' NOT NULL,
	`people` text DEFAULT '[]' NOT NULL,
	`password_hash` text,
	`expires_at` text,
	`allows_download` integer DEFAULT true NOT NULL,
	`allows_comments` integer DEFAULT true NOT NULL,
	`call_to_action` text,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`video_id`) REFERENCES `videos`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `views` (
	`id` text PRIMARY KEY NOT NULL,
	`video_id` text NOT NULL,
	`visitor` text NOT NULL,
	`viewer_id` text,
	`viewer_name` text,
	`started_at` text NOT NULL,
	`last_at` text NOT NULL,
	`seen` text DEFAULT '[]' NOT NULL,
	`is_counted` integer DEFAULT false NOT NULL,
	`saw_call_to_action` integer DEFAULT false NOT NULL,
	`clicked_at` text,
	FOREIGN KEY (`video_id`) REFERENCES `videos`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `views_video` ON `views` (`video_id`,`started_at`);--> statement-breakpoint
ALTER TABLE `recordings` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `recordings` ADD `binned_at` text;--> statement-breakpoint
ALTER TABLE `recordings` ADD `is_held_by_bin` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `recordings` ADD `speakers` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
UPDATE `recordings` SET `speakers` = (SELECT json_group_array(DISTINCT `speaker`) FROM `cues` WHERE `recording_id` = `recordings`.`id` AND `speaker` IS NOT NULL);--> statement-breakpoint
ALTER TABLE `videos` ADD `time_map` text;--> statement-breakpoint
UPDATE `videos` SET `time_map` = json_object('frameRate', json_extract(`plan`, '$.frameRate'), 'keep', json_extract(`plan`, '$.keep'), 'titleCard', json_object('frames', json_extract(`plan`, '$.titleCard.frames'))) WHERE `plan` IS NOT NULL;
--> statement-breakpoint
-- Scripts without spaces (Thai, Lao, Burmese, Khmer, Japanese, Chinese): every sign is a word of its own, so that any part of a sentence is found.
CREATE VIEW `cue_spacing` AS SELECT `id`, CASE WHEN `text` GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿豈-﫿𠀀-𯨟]*' THEN (
	WITH RECURSIVE `step`(`at`, `spaced`) AS (
		SELECT 1, '' UNION ALL
		SELECT `at` + 1, `spaced` || CASE WHEN substr(`text`, `at`, 1) GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿豈-﫿𠀀-𯨟]' THEN ' ' || substr(`text`, `at`, 1) || ' ' ELSE substr(`text`, `at`, 1) END FROM `step` WHERE `at` <= length(`text`)
	) SELECT `spaced` FROM `step` ORDER BY `at` DESC LIMIT 1
) ELSE `text` END AS `text` FROM `cues`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `cue_words` USING fts5(`text`, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
--> statement-breakpoint
INSERT INTO `cue_words`(`rowid`, `text`) SELECT `id`, `text` FROM `cue_spacing`;
--> statement-breakpoint
CREATE TRIGGER `cues_added` AFTER INSERT ON `cues` BEGIN
	INSERT INTO `cue_words`(`rowid`, `text`) SELECT `id`, `text` FROM `cue_spacing` WHERE `id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `cues_removed` AFTER DELETE ON `cues` BEGIN
	DELETE FROM `cue_words` WHERE `rowid` = old.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `cues_changed` AFTER UPDATE OF `text` ON `cues` BEGIN
	DELETE FROM `cue_words` WHERE `rowid` = old.`id`;
	INSERT INTO `cue_words`(`rowid`, `text`) SELECT `id`, `text` FROM `cue_spacing` WHERE `id` = new.`id`;
END;
